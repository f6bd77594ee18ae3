// SPDX-License-Identifier: LGPL-2.1-or-later
// The strings of a bench: 10 to 15 lower-case letters and digits, each made from its number, and
// different for different numbers. No dictionary has them, no rule but the list's refuses most.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ramauth::bench {

inline constexpr std::uint64_t all_strings = std::uint64_t{1} << 40U;

// `number` is less than all_strings.
[[nodiscard]] std::string string_of(std::uint64_t number);

// `count` strings of random numbers from `begin` to before `end`, of those that are `wanted`.
[[nodiscard]] std::vector<std::string> random_strings(
    std::uint64_t begin, std::uint64_t end, std::size_t count,
    const std::function<bool(const std::string&)>& wanted);

}  // namespace ramauth::bench
