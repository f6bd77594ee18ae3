// SPDX-License-Identifier: LGPL-2.1-or-later
// Hexadecimal digits, many at a time: a corpus has a hundred billion of them.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace ramauth::weak_list {

// All ones for each byte that is a digit, of either case.
using SixteenBytes = unsigned char __attribute__((vector_size(16)));
[[nodiscard]] inline SixteenBytes hex_mask(const char* text) noexcept {
    SixteenBytes bytes;
    std::memcpy(&bytes, text, sizeof bytes);
    const SixteenBytes digit = bytes - '0';
    const SixteenBytes letter = (bytes | 0x20) - 'a';
    return reinterpret_cast<SixteenBytes>((digit < 10) | (letter < 6));
}

[[nodiscard]] inline bool is_full(SixteenBytes mask) noexcept {
    std::uint64_t halves[2];
    std::memcpy(halves, &mask, sizeof halves);
    return (halves[0] & halves[1]) == ~std::uint64_t{0};
}

// Are the 40 bytes at `text` digits?
[[nodiscard]] inline bool are_forty_digits(const char* text) noexcept {
    return is_full(hex_mask(text) & hex_mask(text + 16) & hex_mask(text + 24));
}

// The number that the 8 digits at `text` write. They must be some.
[[nodiscard]] inline std::uint32_t eight_hex_digits(const char* text) noexcept {
    constexpr std::uint64_t each = 0x0101010101010101U;
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
