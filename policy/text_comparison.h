// SPDX-License-Identifier: LGPL-2.1-or-later
// How near two texts are: the changes from one to the other, and a user's name in a password.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace ramauth::policy {

// The least number of characters to insert, to delete or to put in another's place that makes one
// text of the other (Levenshtein).
[[nodiscard]] std::size_t edit_distance(std::span<const char32_t> left,
                                        std::span<const char32_t> right);

// A user's name without regard to case (Unicode's full case folding), as it is read and backwards.
// Keeps a copy that is not wiped: for names, never for passwords.
struct FoldedName {
    std::u32string forwards;
    std::u32string backwards;

    [[nodiscard]] static FoldedName of(std::string_view user);
};

// Whether the name stands anywhere in the password, in any case, in either direction. Never for an
// empty name.
[[nodiscard]] bool contains_name(std::span<const char32_t> password, const FoldedName& name);

}  // namespace ramauth::policy
