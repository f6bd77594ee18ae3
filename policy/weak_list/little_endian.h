// SPDX-License-Identifier: LGPL-2.1-or-later
// Numbers as they stand in a weak list: the least significant byte first, at any address.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace ramauth::weak_list {

template <std::unsigned_integral Number>
[[nodiscard]] inline Number in_file_order(Number number) noexcept {
    if constexpr (std::endian::native == std::endian::little)
        return number;
    else if constexpr (sizeof(Number) == 8)
        return __builtin_bswap64(number);
    else
        return __builtin_bswap32(number);
}

template <std::unsigned_integral Number>
[[nodiscard]] inline Number load(const unsigned char* at) noexcept {
    Number number = 0;
    std::memcpy(&number, at, sizeof number);
    return in_file_order(number);
}

template <std::unsigned_integral Number>
inline void store(unsigned char* at, Number number) noexcept {
    number = in_file_order(number);
    std::memcpy(at, &number, sizeof number);
}

}  // namespace ramauth::weak_list
