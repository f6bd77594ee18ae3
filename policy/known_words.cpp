// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/known_words.h"

#include <algorithm>

#include "policy/bare_text.h"
#include "policy/common_words.h"

namespace ramauth::policy {
namespace {

constexpr std::size_t longest_number = 15;  // E.164

template <typename Wanted>
std::u32string only(std::u32string_view text, Wanted wanted) {
    std::u32string kept;
    std::copy_if(text.begin(), text.end(), std::back_inserter(kept), wanted);
    return kept;
}

bool is_letter(char32_t c) {
    return sign_of(c) == Sign::letter;
}
bool is_digit(char32_t c) {
    return sign_of(c) == Sign::digit;
}
bool is_no_symbol(char32_t c) {
    return sign_of(c) != Sign::symbol;
}

// Calls `take` for each longest run of what is `wanted`.
template <typename Wanted, typename Take>
void for_each_run(std::u32string_view text, Wanted wanted, Take take) {
    for (auto begin = text.begin(); begin != text.end();) {
        begin = std::find_if(begin, text.end(), wanted);
        const auto end = std::find_if_not(begin, text.end(), wanted);
        if (begin != end) take(std::u32string_view(begin, end));
        begin = end;
    }
}

}  // namespace

void KnownWords::add(std::u32string_view text) {
    KnownWord word{std::u32string(text), std::all_of(text.begin(), text.end(), is_digit)};
    if (text.empty() || text.size() > room_ ||
        std::find(words_.begin(), words_.end(), word) != words_.end())
        return;
    room_ -= text.size();
    words_.push_back(std::move(word));
}

void KnownWords::add_name(std::string_view name) {
    const std::u32string text = bare_name(name);
    add(only(text, is_no_symbol));
    const auto add_part = [this](std::u32string_view part) {
        const auto letters = std::count_if(part.begin(), part.end(), is_letter);
        if (static_cast<std::size_t>(letters) >= shortest_part) add(part);
    };
    for_each_run(text, is_no_symbol, add_part);
    for_each_run(text, is_letter, add_part);
}

void KnownWords::add_address(std::string_view address) {
    add_name(address);
    const auto at = address.rfind('@');
    if (at != std::string_view::npos) add_name(address.substr(0, at));
}

void KnownWords::add_number(std::string_view number) {
    const std::u32string text = bare_name(number);
    const std::u32string digits = only(text, is_digit);
    std::u32string_view rest = digits;
    if (rest.size() > longest_number) rest.remove_prefix(rest.size() - longest_number);
    add(rest);
    while (rest.size() > shortest_number) {
        rest.remove_prefix(1);
        add(rest);
    }
}

void KnownWords::add_common() {
    for (const std::string_view word : common_words())
        add(std::u32string(word.begin(), word.end()));
}

}  // namespace ramauth::policy
