// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/contact_form.h"

#include <algorithm>
#include <cstddef>

namespace ramauth {
namespace {

constexpr std::size_t longest_address = 254;  // RFC 5321 (RFC 3696, erratum 1690)
constexpr std::size_t longest_name = 64;      // RFC 5321, before the @
constexpr std::size_t fewest_digits = 3;
constexpr std::size_t most_digits = 20;
// Not those that quote, comment, separate, route (% !) or name files and programs (/ |) somewhere.
constexpr std::string_view signs_of_names = "#$&'*+-=?^_{}~";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_alphanumeric(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Words between single dots, each of `is_sign` or letters and digits.
template <typename IsSign>
bool is_dotted(std::string_view text, IsSign is_sign) {
    bool begun = false;
    for (const char c : text) {
        if (c == '.' ? !begun : !is_alphanumeric(c) && !is_sign(c)) return false;
        begun = c != '.';
    }
    return begun;
}

bool is_host(std::string_view text) {
    return !text.starts_with('-') && !text.ends_with('-') &&
           text.find("-.") == std::string_view::npos && text.find(".-") == std::string_view::npos &&
           is_dotted(text, [](char c) { return c == '-'; });
}

bool is_name(std::string_view text) {
    return !text.starts_with('-') && text.size() <= longest_name &&
           is_dotted(text, [](char c) { return signs_of_names.find(c) != std::string_view::npos; });
}

}  // namespace

bool is_mail_address(std::string_view text) {
    const auto at = text.find('@');
    return text.size() <= longest_address && at != std::string_view::npos &&
           is_name(text.substr(0, at)) && is_host(text.substr(at + 1));
}

std::string bare_number(std::string_view text) {
    constexpr std::string_view between = " -./()";
    std::string bare;
    for (const char c : text)
        if (between.find(c) == std::string_view::npos) bare += c;
    return bare;
}

bool is_phone_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    return text.size() >= fewest_digits && text.size() <= most_digits &&
           std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace ramauth
