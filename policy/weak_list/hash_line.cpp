// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/hash_line.h"

#include "policy/weak_list/hex_digits.h"

namespace ramauth::weak_list {
namespace {

// Of the 40 digits at `text`, all of which have to be some.
inline std::optional<Key> parse_key(const char* text) noexcept {
    if (!are_forty_digits(text)) return std::nullopt;
    return Key{eight_hex_digits(text)} << 32U | eight_hex_digits(text + 8);
}

}  // namespace

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

std::optional<LeadingHash> parse_leading_hash(std::string_view text) noexcept {
    constexpr std::size_t most_digits = 9;  // less than uncounted
    constexpr std::size_t longest = weak_hash_digits + 1 + most_digits + 1;
    if (text.size() < longest || text[weak_hash_digits] != ':') return std::nullopt;
    const auto key = parse_key(text.data());
    if (!key) return std::nullopt;
    std::uint32_t count = 0;
    std::size_t at = weak_hash_digits + 1;
    for (; at + 1 < longest; ++at) {
        const auto digit = static_cast<unsigned char>(text[at] - '0');
        if (digit > 9) break;
        count = count * 10 + digit;
    }
    if (at == weak_hash_digits + 1 || text[at] != '\n') return std::nullopt;
    return LeadingHash{{*key, count}, at + 1};
}

std::optional<Sighting> parse_hash_line(std::string_view line) noexcept {
    if (line.size() < weak_hash_digits) return std::nullopt;
    const auto key = parse_key(line.data());
    if (!key) return std::nullopt;
    Sighting sighting{*key, uncounted};
    if (line.size() == weak_hash_digits) return sighting;
    if (line[weak_hash_digits] != ':') return std::nullopt;
    const auto count = parse_count(line.substr(weak_hash_digits + 1));
    if (!count) return std::nullopt;
    sighting.count = *count;
    return sighting;
}

}  // namespace ramauth::weak_list
