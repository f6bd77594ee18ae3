// SPDX-License-Identifier: LGPL-2.1-or-later
// The words with which passwords are begun everywhere, so that they meet the rules of a policy with
// a year and a "!" behind: Welcome2026!. No list has all of these; the words are few.
#pragma once

#include <span>
#include <string_view>

namespace ramauth::policy {

// ASCII, lower case, letters alone, three at least.
[[nodiscard]] std::span<const std::string_view> common_words();

}  // namespace ramauth::policy
