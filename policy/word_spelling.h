// SPDX-License-Identifier: LGPL-2.1-or-later
// Is a password nothing but known words in the spellings people use? Words one after the other, in
// any case and form, forwards or backwards, with digits and symbols for some of the letters that
// they look like, and besides them at most eight digits, before, between and after, and at most
// four different symbols in all. Any other letter makes it another password.
#pragma once

#include "policy/known_words.h"
#include "shared/secret.h"

namespace ramauth::policy {

// Room for a date. Digits that go on repeating or counting (the 3 and 4 of 1234) are not counted.
inline constexpr unsigned most_added_digits = 8;
inline constexpr unsigned most_different_symbols = 4;

// `normalised` as normalise() gives it. Takes time and wiped memory in proportion to its length
// times the words'.
[[nodiscard]] bool is_spelling_of(const Secret& normalised, const KnownWords& words);

}  // namespace ramauth::policy
