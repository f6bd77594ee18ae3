// SPDX-License-Identifier: LGPL-2.1-or-later
// The bits of a page, counted from the lowest of the first byte.
#pragma once

#include <algorithm>
#include <cstdint>

#include "policy/weak_list/list_header.h"
#include "policy/weak_list/little_endian.h"

namespace ramauth::weak_list {

inline constexpr unsigned word_bits = 64;
inline constexpr std::size_t page_words = page_bits / word_bits;

[[nodiscard]] inline std::uint64_t word_at(const unsigned char* page, std::uint64_t word) noexcept {
    return load<std::uint64_t>(page + word * sizeof(std::uint64_t));
}

[[nodiscard]] inline bool bit_at(const unsigned char* page, std::uint64_t position) noexcept {
    return (page[position / 8] >> position % 8 & 1U) != 0;
}

// What stands from a position on: 57 bits, or up to the end of the page, and zeros. One load, which
// stays within the page.
[[nodiscard]] inline std::uint64_t bits_from(const unsigned char* page,
                                             std::uint64_t position) noexcept {
    constexpr std::uint64_t last_load = page_size - sizeof(std::uint64_t);
    const std::uint64_t byte = std::min(position / 8, last_load);
    return load<std::uint64_t>(page + byte) >> (position - 8 * byte);
}

// Where the lower bits of an entry begin: the first one's are the last of the page.
[[nodiscard]] constexpr std::uint64_t low_position(std::uint64_t entry,
                                                   unsigned low_bits) noexcept {
    return page_bits - (entry + 1) * low_bits;
}

// They must lie within the page.
[[nodiscard]] inline std::uint64_t low_of(const unsigned char* page, std::uint64_t entry,
                                          unsigned low_bits) noexcept {
    return bits_from(page, low_position(entry, low_bits)) & ((std::uint64_t{1} << low_bits) - 1);
}

}  // namespace ramauth::weak_list
