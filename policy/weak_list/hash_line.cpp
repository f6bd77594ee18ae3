// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/hash_line.h"

namespace ramauth::weak_list {
std::optional<std::uint32_t> parse_count(std::string_view digits) noexcept {
    if (digits.empty()) return std::nullopt;
    std::uint64_t count = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        count = count * 10 + static_cast<std::uint64_t>(c - '0');
        if (count >= uncounted) count = uncounted - 1;
    }
    return static_cast<std::uint32_t>(count);
}

std::optional<Sighting> parse_hash_line(std::string_view line) noexcept {
    if (line.size() < weak_hash_digits || !are_forty_digits(line.data())) return std::nullopt;
    Sighting sighting{leading_key(line.data()), uncounted};
    if (line.size() == weak_hash_digits) return sighting;
    if (line[weak_hash_digits] != ':') return std::nullopt;
    const auto count = parse_count(line.substr(weak_hash_digits + 1));
    if (!count) return std::nullopt;
    sighting.count = *count;
    return sighting;
}

}  // namespace ramauth::weak_list
