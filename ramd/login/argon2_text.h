// SPDX-License-Identifier: LGPL-2.1-or-later
// The text in which a password's hash is kept: "$argon2id$v=19$m=65536,t=2,p=1$salt$hash", as
// libsodium writes it. Reading is strict: one text for one value, everything else is nothing.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace ramd {

struct Argon2Text {
    unsigned memory_kib = 0;
    unsigned passes = 0;
    std::array<unsigned char, 16> salt{};
    std::array<unsigned char, 32> hash{};
};

[[nodiscard]] std::string format_argon2(const Argon2Text& value);
[[nodiscard]] std::optional<Argon2Text> parse_argon2(std::string_view text);

}  // namespace ramd
