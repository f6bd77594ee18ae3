// SPDX-License-Identifier: LGPL-2.1-or-later
// Points in time, for programs and for people.
#pragma once

#include <string>

#include "shared/timestamp.h"

namespace ramctl {

// "2026-03-01T12:00:00Z": RFC 3339, in UTC, whole seconds (jq's fromdate takes no fractions).
[[nodiscard]] std::string rfc3339(ramauth::Timestamp time);

// "2026-03-01 13:00 (3 days ago)" in the zone of the reader; "never" for `never`,
// and "until unlocked" for a lock that has no end.
[[nodiscard]] std::string readable(ramauth::Timestamp time, ramauth::Timestamp now);

// "2026-03-01 13:00:05" in the zone of the reader.
[[nodiscard]] std::string local_time(ramauth::Timestamp time);

}  // namespace ramctl
