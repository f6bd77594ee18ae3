// SPDX-License-Identifier: LGPL-2.1-or-later
// A point in time as people type it for journalctl(1): RFC 3339, "2026-03-01 12:00:05" or parts of
// it in the zone of the reader, "today", "yesterday", "now", "@1772366400", "-1h 30min",
// "2 days ago".
#pragma once

#include <optional>
#include <string_view>

#include "shared/timestamp.h"

namespace ramctl {

// Nothing where it is no such text, or no such day.
[[nodiscard]] std::optional<ramauth::Timestamp> parse_since(std::string_view text,
                                                            ramauth::Timestamp now);

}  // namespace ramctl
