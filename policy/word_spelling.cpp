// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/word_spelling.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "policy/bare_text.h"
#include "policy/password_text.h"

namespace ramauth::policy {
namespace {

// How many digits were added so far, where the password can be read in this way at all.
using Added = std::uint8_t;
constexpr Added impossible = std::numeric_limits<Added>::max();

// A character of the password.
struct Typed {
    char32_t point;
    unsigned look_alikes;
    Sign sign;
    Added cost;  // of a digit that belongs to no word
};

// A word, in one direction, of which the beginning was read: for each length of that, with and
// without a letter among what was typed for it. Without one it was digits and symbols alone (808
// for bob), which are no name yet, unless the word has digits only.
class HalfReadWord {
public:
    static std::size_t states_of(const KnownWord& word) { return word.text.size() * 2; }

    HalfReadWord(std::u32string_view text, bool of_digits, std::span<Added> states)
        : of_digits_(of_digits), states_(states) {
        letters_.reserve(text.size());
        for (const char32_t point : text) letters_.push_back({point, look_alikes(point)});
        std::fill(states_.begin(), states_.end(), impossible);
    }

    // One character more. `before` is how it stood between words; returned is how it stands there
    // where this word ends here.
    Added read(const Typed& typed, Added before) {
        std::array<Added, 2> ended{impossible, impossible};
        for (std::size_t length = letters_.size(); length >= 1; --length) {
            const bool ends = length == letters_.size();
            auto& without_letter = ends ? ended[0] : at(length, false);
            auto& with_letter = ends ? ended[1] : at(length, true);
            if (typed.sign != Sign::symbol) without_letter = with_letter = impossible;
            if (!stands_for(typed, letters_[length - 1])) continue;
            auto& reached = typed.sign == Sign::letter ? with_letter : without_letter;
            reached = std::min(reached, length == 1 ? before : at(length - 1, false));
            if (length > 1) with_letter = std::min(with_letter, at(length - 1, true));
        }
        return of_digits_ ? std::min(ended[0], ended[1]) : ended[1];
    }

private:
    struct Letter {
        char32_t point;
        unsigned look_alikes;
    };

    static bool stands_for(const Typed& typed, const Letter& letter) {
        return typed.point == letter.point || (typed.look_alikes & letter.look_alikes) != 0;
    }
    Added& at(std::size_t length, bool with_letter) {
        return states_[(length - 1) * 2 + (with_letter ? 1 : 0)];
    }

    std::vector<Letter> letters_;
    bool of_digits_;
    std::span<Added> states_;
};

// All words in both directions.
class Reading {
public:
    explicit Reading(const std::vector<KnownWord>& words) : memory_(2 * states_of(words)) {
        std::span<Added> free(reinterpret_cast<Added*>(memory_.buffer().data()),
                              memory_.capacity());
        half_read_.reserve(2 * words.size());
        for (const KnownWord& word : words) {
            const std::u32string backwards(word.text.rbegin(), word.text.rend());
            for (const std::u32string& text : {word.text, backwards}) {
                const std::size_t states = HalfReadWord::states_of(word);
                half_read_.emplace_back(text, word.of_digits, free.first(states));
                free = free.subspan(states);
            }
        }
    }

    void read(const Typed& typed) {
        Added ended = impossible;
        const Added before = std::min(nothing_yet_, words_);
        for (auto& word : half_read_) ended = std::min(ended, word.read(typed, before));
        nothing_yet_ = beside_words(typed, nothing_yet_);
        words_ = std::min(ended, beside_words(typed, words_));
    }
    [[nodiscard]] bool is_words() const { return words_ != impossible; }

private:
    static std::size_t states_of(const std::vector<KnownWord>& words) {
        return std::accumulate(words.begin(), words.end(), std::size_t{0},
                               [](std::size_t sum, const KnownWord& word) {
                                   return sum + HalfReadWord::states_of(word);
                               });
    }
    // A character that belongs to no word.
    static Added beside_words(const Typed& typed, Added before) {
        if (before == impossible || typed.sign == Sign::letter ||
            before + typed.cost > most_added_digits)
            return impossible;
        return static_cast<Added>(before + typed.cost);
    }

    Secret memory_;
    std::vector<HalfReadWord> half_read_;
    Added nothing_yet_ = 0;
    Added words_ = impossible;
};

// From one digit to the next: 1 for the next one, 0 following 9.
int step(char32_t from, char32_t to) {
    const auto difference = static_cast<int>(to) - static_cast<int>(from);
    return difference == 9 || difference == -9 ? difference / -9 : difference;
}

bool goes_on(std::u32string_view text, std::size_t place) {
    if (place < 2) return false;
    const auto last = text.substr(place - 2, 3);
    const auto is_digit = [](char32_t c) { return sign_of(c) == Sign::digit; };
    const int latest = step(last[1], last[2]);
    return std::all_of(last.begin(), last.end(), is_digit) && latest == step(last[0], last[1]) &&
           latest >= -1 && latest <= 1;
}

Typed typed_at(std::u32string_view text, std::size_t place) {
    const char32_t point = text[place];
    const Sign sign = sign_of(point);
    const bool counts = sign == Sign::digit && !goes_on(text, place);
    return {point, look_alikes(point), sign, static_cast<Added>(counts ? 1 : 0)};
}

bool has_few_symbols(std::u32string_view text) {
    unsigned different = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (sign_of(text[i]) == Sign::symbol && text.find(text[i]) == i &&
            ++different > most_different_symbols)
            return false;
    return true;
}

}  // namespace

bool is_spelling_of(const Secret& normalised, const KnownWords& words) {
    if (words.all().empty()) return false;
    const CodePoints points(normalised);
    const BareText bare(points.all());
    const auto text = bare.view();
    if (!has_few_symbols(text)) return false;
    Reading reading(words.all());
    for (std::size_t i = 0; i < text.size(); ++i) reading.read(typed_at(text, i));
    return reading.is_words();
}

}  // namespace ramauth::policy
