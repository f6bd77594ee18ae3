// SPDX-License-Identifier: LGPL-2.1-or-later
// Times in the headers of HTTP (RFC 9110).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "shared/timestamp.h"

namespace ramctl::update {

using ramauth::Timestamp;

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that servers may write; the two that only readers
// had to know are nothing, as is everything else.
[[nodiscard]] std::optional<Timestamp> parse_http_date(std::string_view text);

// Seconds, or a date; one in the past is no wait at all. Nothing for what is neither. As long as
// the server says: who waits sets a bound.
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(std::string_view text,
                                                                    Timestamp now);

}  // namespace ramctl::update
