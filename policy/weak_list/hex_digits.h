// SPDX-License-Identifier: LGPL-2.1-or-later
// Digits, many at a time: a corpus has a hundred billion of them.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>

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

// A decimal number of one to seven digits with a line feed behind it.
struct UsualCount {
    std::uint32_t value;
    std::uint32_t digits;
};
inline constexpr std::size_t usual_count_room = 8;

// At `text`, of which usual_count_room bytes are read.
[[nodiscard]] inline std::optional<UsualCount> parse_usual_count(const char* text) noexcept {
    constexpr std::uint64_t each = 0x0101010101010101U;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text, sizeof bytes);
    if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
    const std::uint64_t digits = bytes ^ each * '0';
    // The highest bit of each byte that is no digit.
    const std::uint64_t others = (((digits & each * 0x7FU) + each * 0x76U) | digits) & each * 0x80U;
    if (others == 0) return std::nullopt;
    const auto count = static_cast<std::uint32_t>(std::countr_zero(others)) / 8;
    if (count == 0 || (bytes >> 8 * count & 0xFFU) != '\n') return std::nullopt;
    // As eight digits, zeros in front; then pairs, fours and all of them are put together.
    std::uint64_t value = digits << (64 - 8 * count);
    value = value * 10 + (value >> 8U);
    value = (value & 0x00FF00FF00FF00FFU) * 100 + (value >> 16U & 0x00FF00FF00FF00FFU);
    value = (value & 0x0000FFFF0000FFFFU) * 10'000 + (value >> 32U & 0x0000FFFF0000FFFFU);
    return UsualCount{static_cast<std::uint32_t>(value), count};
}

}  // namespace ramauth::weak_list
