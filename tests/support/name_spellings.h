// SPDX-License-Identifier: LGPL-2.1-or-later
// What people make of a name when they are asked for a password. For names of ASCII letters.
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <random>
#include <string>
#include <string_view>

namespace ramauth::test {

class NameSpeller {
public:
    explicit NameSpeller(unsigned seed) : random_(seed) {}

    // As it is, with a capital, in capitals, or mixed.
    std::string in_any_case(std::string name) {
        const auto kind = below(4);
        if (kind == 1) name[0] = upper(name[0]);
        if (kind >= 2)
            for (char& c : name)
                if (kind == 2 || chance(2)) c = upper(c);
        return name;
    }
    // At least one letter stays one.
    std::string with_look_alikes(std::string name) {
        constexpr std::string_view letters = "abegilostz";
        constexpr std::string_view signs = "4839110$72";
        const auto kept = below(name.size());
        for (std::size_t i = 0; i < name.size(); ++i) {
            const auto found = letters.find(name[i]);
            if (i != kept && found != std::string_view::npos && chance(2)) name[i] = signs[found];
        }
        return name;
    }
    std::string backwards(const std::string& name) { return {name.rbegin(), name.rend()}; }
    std::string doubled(const std::string& name) {
        return name + one_of<std::string_view>({"", "", ".", "-", "!"}).data() + name;
    }
    std::string with_separators(const std::string& name) {
        const char separator = one_of({'.', '-', '_', ' '});
        std::string spelt;
        for (const char c : name) spelt.append(spelt.empty() ? 0 : 1, separator).push_back(c);
        return spelt;
    }
    std::string year() { return std::to_string(1950 + below(80)); }
    std::string date() {
        return digits(1 + below(28)) + digits(1 + below(12)) +
               (chance(2) ? year() : digits(below(100)));
    }
    std::string with_tail(const std::string& name) {
        return name + one_of<std::string>({year(), year() + "!", date(), "1", "!", "!!", "12",
                                           "123", "123!", "1234567890", "@" + year(), "#1", "*"});
    }
    std::string with_head(const std::string& name) {
        return one_of<std::string>({"1", "!", "$", "123", year(), "#", "..."}) + name;
    }
    // All of it at once.
    std::string spelt(const std::string& name) {
        std::string text = chance(3) ? backwards(name) : name;
        if (chance(2)) text = with_look_alikes(text);
        text = in_any_case(text);
        if (chance(4))
            text = doubled(text);
        else if (chance(8))
            text = with_separators(text);
        if (chance(4)) text.insert(0, one_of<std::string_view>({"!", "#"}));
        return chance(6) ? with_head(text) : with_tail(text);
    }

    std::size_t below(std::size_t end) { return random_() % end; }
    bool chance(std::size_t of) { return below(of) == 0; }
    template <typename T>
    T one_of(std::initializer_list<T> all) {
        return *(all.begin() + below(all.size()));
    }
    // From the characters of a generated password.
    std::string random_text(std::size_t length, std::string_view alphabet) {
        std::string text(length, ' ');
        std::generate(text.begin(), text.end(), [&] { return alphabet[below(alphabet.size())]; });
        return text;
    }

    static constexpr std::string_view printable =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!\"#$%&'()*+,-./"
        ":;<=>?@[]^_{|}~";

private:
    static char upper(char c) { return static_cast<char>(std::toupper(c)); }
    static std::string digits(std::size_t number) {
        return number < 10 ? "0" + std::to_string(number) : std::to_string(number);
    }

    std::mt19937 random_;
};

}  // namespace ramauth::test
