// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/user_name.h"

#include <algorithm>

namespace ramauth {
namespace {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_allowed(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '_' || c == '-';
}

}  // namespace

std::optional<UserName> UserName::parse(std::string_view text) {
    if (text.empty() || text.size() > max_length) return std::nullopt;
    if (text.front() == '.' || text.front() == '-') return std::nullopt;
    if (!std::all_of(text.begin(), text.end(), is_allowed)) return std::nullopt;
    if (std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    return UserName(text);
}

}  // namespace ramauth
