// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/http_time.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace ramctl::update {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t longest_seconds = 9;  // digits

std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

std::optional<unsigned> month_of(std::string_view name) {
    constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto* found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<unsigned>(found - names.begin()) + 1;
}

}  // namespace

std::optional<Timestamp> parse_http_date(std::string_view text) {
    constexpr std::string_view form = "Sun, 06 Nov 1994 08:49:37 GMT";
    if (text.size() != form.size() || text.substr(25) != " GMT") return std::nullopt;
    for (const std::size_t i : {3U, 4U, 7U, 11U, 16U, 19U, 22U}) {
        if (text[i] != form[i]) return std::nullopt;
    }
    const auto day = number(text.substr(5, 2)), month = month_of(text.substr(8, 3)),
               year = number(text.substr(12, 4)), hour = number(text.substr(17, 2)),
               minute = number(text.substr(20, 2)), second = number(text.substr(23, 2));
    if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(*month), std::chrono::day(*day)};
    // 60: a leap second.
    if (!date.ok() || *year < 1970 || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second);
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view text, Timestamp now) {
    if (text.empty()) return std::nullopt;
    if (text.size() <= longest_seconds) {
        if (const auto seconds = number(text)) return std::chrono::seconds(*seconds);
        return std::nullopt;
    }
    if (const auto date = parse_http_date(text))
        return std::max(0s, std::chrono::ceil<std::chrono::seconds>(*date - now));
    return std::nullopt;
}

}  // namespace ramctl::update
