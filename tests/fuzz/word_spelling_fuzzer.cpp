// SPDX-License-Identifier: LGPL-2.1-or-later
// Names, addresses, numbers and passwords of any bytes. The first three bytes say how long the
// name, the address and the number are; the rest is the password. Words are bounded and never
// empty; the password is judged without harm, as typed and normalised, and with a letter that is in
// no word it is never one of them.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "policy/bare_text.h"
#include "policy/password_text.h"
#include "policy/word_spelling.h"

namespace {

using namespace ramauth;
using namespace ramauth::policy;

constexpr char32_t no_usual_letter = U'\u4e00';
constexpr std::string_view no_usual_text = "\xe4\xb8\x80";

void require(bool condition) {
    if (!condition) std::abort();
}

std::string_view taken(std::string_view& text, std::size_t size) {
    const auto front = text.substr(0, size);
    text.remove_prefix(front.size());
    return front;
}

bool has_usual_letters_only(const KnownWords& words) {
    return std::none_of(words.all().begin(), words.all().end(), [](const KnownWord& word) {
        return word.text.find(no_usual_letter) != std::u32string::npos;
    });
}

void check_words(const KnownWords& words) {
    std::size_t size = 0;
    for (const auto& word : words.all()) {
        require(!word.text.empty());
        for (const char32_t point : word.text) require(sign_of(point) != Sign::symbol);
        size += word.text.size();
    }
    require(size <= KnownWords::most_text);
}

void check_password(std::string_view password, const KnownWords& words) {
    const bool refused = is_spelling_of(Secret::copy_of(password), words);
    require(!refused || !words.all().empty());
    const std::string other = std::string(password).append(no_usual_text);
    if (has_usual_letters_only(words)) require(!is_spelling_of(Secret::copy_of(other), words));
    if (const auto normalised = normalise(Secret::copy_of(password)))
        (void)is_spelling_of(*normalised, words);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    std::string_view rest(reinterpret_cast<const char*>(data) + 3, size - 3);
    KnownWords words;
    words.add_name(taken(rest, data[0]));
    words.add_address(taken(rest, data[1]));
    words.add_number(taken(rest, data[2]));
    check_words(words);
    check_password(rest.substr(0, 2 * Secret::max_size), words);
    return 0;
}
