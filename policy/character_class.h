// SPDX-License-Identifier: LGPL-2.1-or-later
// The four classes of characters, by Unicode's general category: lowercase (Ll), uppercase (Lu,
// Lt), numbers (Nd), and symbols, which is everything else, a letter without case included.
#pragma once

#include <cstddef>

namespace ramauth::policy {

enum class CharacterClass { lowercase, uppercase, number, symbol };
inline constexpr std::size_t character_classes = 4;

[[nodiscard]] CharacterClass class_of(char32_t point);

}  // namespace ramauth::policy
