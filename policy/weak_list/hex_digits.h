// SPDX-License-Identifier: LGPL-2.1-or-later
// Hexadecimal digits, eight at a time: a corpus has a hundred billion of them.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>

namespace ramauth::weak_list {

namespace eight_bytes {

inline constexpr std::uint64_t each = 0x0101010101010101U;

// The highest bit of each byte tells whether the byte is `least` or more. No byte of `text` may
// have that bit.
[[nodiscard]] constexpr std::uint64_t at_least(std::uint64_t text, unsigned char least) noexcept {
    return text + each * (0x80U - least);
}

[[nodiscard]] constexpr bool all_hex(std::uint64_t text) noexcept {
    constexpr std::uint64_t high = each * 0x80U;
    const std::uint64_t ascii = text & ~high;
    const std::uint64_t lower = ascii | each * 0x20U;
    const std::uint64_t digit = at_least(ascii, '0') & ~at_least(ascii, '9' + 1);
    const std::uint64_t letter = at_least(lower, 'a') & ~at_least(lower, 'f' + 1);
    return ((digit | letter) & ~text & high) == high;
}

}  // namespace eight_bytes

// Eight of them?
[[nodiscard]] inline bool are_hex_digits(const char* text) noexcept {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text, sizeof bytes);
    return eight_bytes::all_hex(bytes);
}

// The number that the 8 digits at `text` write, of either case; nothing where one is no digit.
[[nodiscard]] inline std::optional<std::uint32_t> eight_hex_digits(const char* text) noexcept {
    using eight_bytes::each;
    if (!are_hex_digits(text)) return std::nullopt;
    std::uint64_t digits = 0;
    std::memcpy(&digits, text, sizeof digits);
    if constexpr (std::endian::native == std::endian::big) digits = __builtin_bswap64(digits);
    // Letters have bit 6, and are 9 more than their lowest four bits.
    std::uint64_t value = (digits & each * 0x0FU) + 9 * (digits >> 6U & each);
    value = (value << 4U | value >> 8U) & 0x00FF00FF00FF00FFU;
    value = (value | value >> 8U) & 0x0000FFFF0000FFFFU;
    value = value | value >> 16U;
    return __builtin_bswap32(static_cast<std::uint32_t>(value));
}

}  // namespace ramauth::weak_list
