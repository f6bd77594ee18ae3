// SPDX-License-Identifier: LGPL-2.1-or-later
// Single-use codes of 80 random bits: ten recovery codes beside a device, and the code that stands
// in for a forgotten password (MODEL.md, sections 8 and 9). Only their hashes are kept: with as
// many bits a fast hash with a salt is as good as a slow one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/secret.h"

namespace ramd {

inline constexpr std::size_t recovery_codes_at_once = 10;

// "ABCD-EFGH-IJKL-MNOP": Base32 letters, in groups for those who write them down.
[[nodiscard]] ramauth::Secret new_recovery_code();

// The letters of a code however it was typed, in upper case; nothing for what cannot be one.
[[nodiscard]] std::optional<ramauth::Secret> letters_of_code(std::string_view typed);

// Salt and BLAKE2b of the code, in hexadecimal: 96 characters. However it is typed: case, spaces
// and dashes do not count.
[[nodiscard]] std::string hash_recovery_code(std::string_view code);

// Which of the hashes is the code's. All are compared.
[[nodiscard]] std::optional<std::size_t> match_recovery_code(
    std::string_view code, const std::vector<std::string>& hashes);

// The form of hash_recovery_code().
[[nodiscard]] bool is_recovery_hash(std::string_view text);

}  // namespace ramd
