// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/generated_password.h"

#include <algorithm>
#include <array>
#include <utility>

#include "policy/character_class.h"
#include "policy/text_comparison.h"

namespace ramauth::policy {
namespace {

// Without look-alikes: 0 O, 1 I l are left out.
constexpr std::array<std::string_view, character_classes> alphabets{
    "abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-+=%@#*"};
constexpr std::string_view whole_alphabet =
    "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-+=%@#*";
static_assert(whole_alphabet.size() == 64);
constexpr std::size_t usual_length = 16;  // 96 random bits

// Draws numbers without preference out of random bytes, which it keeps on pages that are wiped.
class Dice {
public:
    explicit Dice(RandomBytes random) : random_(random), pool_(256) { refill(); }

    // Below `bound`, which is 1–256.
    std::size_t below(std::size_t bound) {
        const std::size_t fair = 256 - 256 % bound;
        for (;;) {
            const std::size_t drawn = next_byte();
            if (drawn < fair) return drawn % bound;
        }
    }

private:
    void refill() {
        random_(pool_.buffer().data(), pool_.capacity());
        used_ = 0;
    }
    std::size_t next_byte() {
        if (used_ == pool_.capacity()) refill();
        return static_cast<unsigned char>(pool_.buffer()[used_++]);
    }

    RandomBytes random_;
    Secret pool_;
    std::size_t used_ = 0;
};

// First a place for each class that is owed, then the other places from left to right. A character
// is drawn from those that break no rule beside what already stands. There always is one. At an
// owed place: what is taken is of other classes, so that it neither lengthens a run nor repeats
// one, and a name that would be completed rules out four characters at most (two directions, two
// places where it can begin) of the seven of the smallest class. Elsewhere: of 64, seven can be
// used up, two lengthen a run, and twenty complete a name (two directions, five places where it can
// end, as up to four taken ones follow, and two cases).
class Builder {
public:
    Builder(const PasswordPolicy& policy, std::string_view user, RandomBytes random)
        : policy_(policy),
          dice_(random),
          text_(std::min(std::max(usual_length, std::size_t{policy.minimum_password_length}),
                         std::size_t{policy.maximum_password_length})),
          choice_(whole_alphabet.size()) {
        if (policy.password_not_contain_user_name) name_ = FoldedName::of(user);
    }

    Secret build() && {
        place_owed_classes();
        for (std::size_t i = 0; i < length(); ++i)
            if (at(i) == empty) put(i, whole_alphabet);
        text_.resize(length());
        return std::move(text_);
    }

private:
    static constexpr char empty = '\0';  // fresh pages are zero

    [[nodiscard]] std::size_t length() const { return text_.capacity(); }
    char& at(std::size_t place) { return text_.buffer()[place]; }

    void place_owed_classes() {
        auto order = shuffled_classes();
        const auto required = std::stable_partition(
            order.begin(), order.end(), [this](std::size_t one) { return is_required(one); });
        const auto owed = std::max<std::size_t>(static_cast<std::size_t>(required - order.begin()),
                                                policy_.minimum_character_classes);
        for (std::size_t i = 0; i < owed; ++i) put(empty_place(length() - i), alphabets[order[i]]);
    }

    std::array<std::size_t, character_classes> shuffled_classes() {
        std::array<std::size_t, character_classes> order{0, 1, 2, 3};
        for (std::size_t left = order.size(); left > 1; --left)
            std::swap(order[left - 1], order[dice_.below(left)]);
        return order;
    }

    [[nodiscard]] bool is_required(std::size_t one) const {
        const std::array required{policy_.require_lowercase_characters,
                                  policy_.require_uppercase_characters, policy_.require_numbers,
                                  policy_.require_symbols};
        return required[one];
    }

    // Any of the empty ones, of which there are `count`.
    std::size_t empty_place(std::size_t count) {
        std::size_t skip = dice_.below(count);
        std::size_t place = 0;
        while (at(place) != empty || skip-- > 0) ++place;
        return place;
    }

    void put(std::size_t place, std::string_view alphabet) {
        const bool must_be_new = every_place_is_needed();
        std::size_t choices = 0;
        for (const char c : alphabet) {
            if (must_be_new && text().find(c) != std::string_view::npos) continue;
            at(place) = c;
            if (fits(place)) choice_.buffer()[choices++] = c;
            at(place) = empty;
        }
        at(place) = choice_.buffer()[dice_.below(choices)];
    }

    // For as many different characters as are wanted.
    [[nodiscard]] bool every_place_is_needed() {
        const auto left = static_cast<std::size_t>(std::count(text().begin(), text().end(), empty));
        const std::size_t wanted = policy_.minimum_password_different_character;
        return left <= wanted && different_characters() + left <= wanted;
    }

    [[nodiscard]] std::size_t different_characters() {
        std::size_t different = 0;
        for (std::size_t i = 0; i < length(); ++i)
            if (at(i) != empty && text().find(at(i)) == i) ++different;
        return different;
    }

    bool fits(std::size_t place) {
        return run_around(place) <= longest_run() && !stands_around(place, name_.forwards) &&
               !stands_around(place, name_.backwards);
    }

    [[nodiscard]] std::size_t longest_run() const {
        const unsigned most = policy_.maximum_consecutive_identical_characters;
        return most == 0 ? length() : most;
    }

    std::size_t run_around(std::size_t place) {
        std::size_t first = place;
        while (first > 0 && at(first - 1) == at(place)) --first;
        std::size_t end = place + 1;
        while (end < length() && at(end) == at(place)) ++end;
        return end - first;
    }

    // Whether `name` stands somewhere with `place` in it.
    bool stands_around(std::size_t place, std::u32string_view name) {
        if (name.size() > length() || name.find(folded(at(place))) == name.npos) return false;
        const std::size_t first = place + 1 > name.size() ? place + 1 - name.size() : 0;
        const std::size_t last = std::min(place, length() - name.size());
        for (std::size_t begin = first; begin <= last; ++begin)
            if (stands_at(begin, name)) return true;
        return false;
    }

    bool stands_at(std::size_t begin, std::u32string_view name) {
        for (std::size_t i = 0; i < name.size(); ++i)
            if (folded(at(begin + i)) != name[i]) return false;
        return true;
    }

    // What case folding does to ASCII. An empty place equals no character of a name.
    static char32_t folded(char c) {
        if (c == empty) return char32_t{0xFFFFFFFF};
        return static_cast<char32_t>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }

    [[nodiscard]] std::string_view text() { return {text_.buffer().data(), length()}; }

    const PasswordPolicy& policy_;
    FoldedName name_;
    Dice dice_;
    Secret text_;
    Secret choice_;
};

}  // namespace

Secret generate_password(const PasswordPolicy& policy, std::string_view user, RandomBytes random) {
    return Builder(policy, user, random).build();
}

}  // namespace ramauth::policy
