// SPDX-License-Identifier: LGPL-2.1-or-later
// The words that whoever guesses somebody's password tries first: the names of the account, of the
// host and of the contact, the parts of these, and what everybody takes. Not secret, and not wiped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ramauth::policy {

struct KnownWord {
    std::u32string text;  // bare letters and digits; a part counts from three letters
    bool of_digits;       // alone

    friend bool operator==(const KnownWord&, const KnownWord&) = default;
};

class KnownWords {
public:
    // Code points of all words together; what comes beyond is left out.
    static constexpr std::size_t most_text = 8192;
    static constexpr std::size_t shortest_part = 3;
    static constexpr std::size_t shortest_number = 7;  // of what a telephone number ends with

    // A whole name, what stands between its symbols (web01 of web01.example.org), and its runs of
    // letters (web). Nothing for a text without a letter or digit, or that is no UTF-8.
    void add_name(std::string_view name);
    // An address, and its part before the @ as a name of its own.
    void add_address(std::string_view address);
    // A telephone number in any writing: its digits, and what they end with, down to seven of them,
    // because people leave the country's and the area's off.
    void add_number(std::string_view number);

    // Those of common_words().
    void add_common();

    // In the order of their adding, each once and never empty.
    [[nodiscard]] const std::vector<KnownWord>& all() const { return words_; }

private:
    void add(std::u32string_view text);

    std::vector<KnownWord> words_;
    std::size_t room_ = most_text;
};

}  // namespace ramauth::policy
