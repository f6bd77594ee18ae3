// SPDX-License-Identifier: LGPL-2.1-or-later
// A line of a corpus of hashes: `HASH` or `HASH:count`, SHA-1 in hexadecimal digits.
#pragma once

#include <optional>
#include <string_view>

#include "policy/weak_list/hex_digits.h"
#include "policy/weak_list/key_source.h"

namespace ramauth::weak_list {

// Of 40 digits.
[[nodiscard]] inline Key leading_key(const char* digits) noexcept {
    return Key{eight_hex_digits(digits)} << 32U | eight_hex_digits(digits + 8);
}

// Counts too large for a Sighting are the largest one. A count of 0 is no sighting: services put
// such lines in to hide how long an answer is.
[[nodiscard]] std::optional<Sighting> parse_hash_line(std::string_view line) noexcept;
// The same of the line with which `text` begins, with its end, and how long that is. Nothing where
// the line does not end within `text`, is not as it should be, or is written in a rare way: then it
// is to be looked at by itself. Without a branch that depends on the digits: a corpus has a billion
// lines.
struct LeadingHash {
    Sighting sighting;
    std::size_t size;
};
[[nodiscard]] inline std::optional<LeadingHash> parse_leading_hash(std::string_view text) noexcept {
    constexpr std::size_t count_at = weak_hash_digits + 1;
    if (text.size() < count_at + usual_count_room || text[weak_hash_digits] != ':' ||
        !are_forty_digits(text.data()))
        return std::nullopt;
    const auto count = parse_usual_count(text.data() + count_at);
    if (!count) return std::nullopt;
    return LeadingHash{{leading_key(text.data()), count->value}, count_at + count->digits + 1};
}

// The part behind the colon.
[[nodiscard]] std::optional<std::uint32_t> parse_count(std::string_view digits) noexcept;

}  // namespace ramauth::weak_list
