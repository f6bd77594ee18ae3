// SPDX-License-Identifier: LGPL-2.1-or-later
// The fingerprint by which the weak-password library knows a password: SHA-1 (FIPS 180-4) of its
// bytes, because public corpora of leaked passwords are published as such. It protects nothing and
// need not: who has the list has no password that was not public before.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ramauth::weak_list {

// By how much of a hash the library tells one entry from another: its first 64 bits, as a
// big-endian number. Hashes and their keys sort alike.
using Key = std::uint64_t;

struct WeakHash {
    std::array<unsigned char, 20> bytes{};

    [[nodiscard]] Key key() const noexcept;
    friend auto operator<=>(const WeakHash&, const WeakHash&) = default;
};

inline constexpr std::size_t weak_hash_digits = 40;

// Leaves no copy of `bytes` behind.
[[nodiscard]] WeakHash weak_hash(std::string_view bytes) noexcept;

// 40 hexadecimal digits of either case, nothing else.
[[nodiscard]] std::optional<WeakHash> parse_weak_hash(std::string_view digits) noexcept;
// In upper case, as the corpora write them.
[[nodiscard]] std::string to_text(const WeakHash& hash);

}  // namespace ramauth::weak_list
