// SPDX-License-Identifier: LGPL-2.1-or-later
// How a corpus is cut: into 16^5 ranges by the first five hexadecimal digits of the SHA-1, and 256
// of them to a pack, by the first three.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ramctl::update {

inline constexpr std::uint32_t range_count = 0x100000;
inline constexpr unsigned ranges_per_pack = 256;
inline constexpr unsigned pack_count = range_count / ranges_per_pack;

struct Prefix {
    std::uint32_t value = 0;  // below range_count

    [[nodiscard]] unsigned pack() const noexcept { return value / ranges_per_pack; }
    [[nodiscard]] unsigned place() const noexcept { return value % ranges_per_pack; }
    // "0ABCD".
    [[nodiscard]] std::string text() const;
    friend auto operator<=>(const Prefix&, const Prefix&) = default;
};

// Five digits of either case.
[[nodiscard]] std::optional<Prefix> parse_prefix(std::string_view text);

// From `first` to `last`, both included; first <= last.
struct PrefixSpan {
    Prefix first{0};
    Prefix last{range_count - 1};

    [[nodiscard]] std::uint32_t size() const noexcept { return last.value - first.value + 1; }
    [[nodiscard]] bool contains(Prefix prefix) const noexcept {
        return first <= prefix && prefix <= last;
    }
    // What of it lies in the pack; nothing where none does.
    [[nodiscard]] std::optional<PrefixSpan> within(unsigned pack) const;
    // "00000-FFFFF".
    [[nodiscard]] std::string text() const;
    friend bool operator==(const PrefixSpan&, const PrefixSpan&) = default;
};

[[nodiscard]] std::optional<PrefixSpan> parse_span(std::string_view text);

// The value of a hexadecimal digit; -1 for what is none.
[[nodiscard]] constexpr int digit_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

}  // namespace ramctl::update
