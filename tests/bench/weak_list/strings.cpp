// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bench/weak_list/strings.h"

#include <array>
#include <random>
#include <string_view>

namespace ramauth::bench {
namespace {

constexpr std::string_view characters = "abcdefghijkmnpqrstuvwxyz23456789";
constexpr unsigned bits_of_character = 5;
constexpr std::size_t unique_length = 8;
constexpr std::size_t shortest_tail = 2;
constexpr std::size_t tail_lengths = 6;

// Each step can be undone within 40 bits: no two numbers give the same.
std::uint64_t mixed(std::uint64_t number) {
    constexpr std::uint64_t last = all_strings - 1;
    number ^= number >> 21U;
    number = number * 0x9E3779B97F4A7C15U & last;
    number ^= number >> 19U;
    number = number * 0xD1B54A32D192ED03U & last;
    return number ^ number >> 20U;
}

}  // namespace

std::string string_of(std::uint64_t number) {
    std::uint64_t unique = mixed(number);
    std::uint64_t more = (unique + 1) * 0xBF58476D1CE4E5B9U;
    more ^= more >> 32U;
    std::array<char, unique_length + shortest_tail + tail_lengths> text{};
    const std::size_t length = unique_length + shortest_tail + more % tail_lengths;
    for (std::size_t i = 0; i < length; ++i) {
        std::uint64_t& from = i < unique_length ? unique : more;
        text[i] = characters[from % characters.size()];
        from >>= bits_of_character;
    }
    return {text.data(), length};
}

std::vector<std::string> random_strings(std::uint64_t begin, std::uint64_t end, std::size_t count,
                                        const std::function<bool(const std::string&)>& wanted) {
    std::mt19937_64 random(begin + count);
    std::uniform_int_distribution<std::uint64_t> numbers(begin, end - 1);
    std::vector<std::string> strings;
    strings.reserve(count);
    while (strings.size() < count) {
        std::string string = string_of(numbers(random));
        if (wanted(string)) strings.push_back(std::move(string));
    }
    return strings;
}

}  // namespace ramauth::bench
