// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bench/spellings/bodies.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <set>

#include "tests/support/name_spellings.h"

namespace ramauth::bench {
namespace {

using test::NameSpeller;

constexpr std::size_t shortest_name = 4;
constexpr std::string_view letters_and_digits =
    "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr std::string_view digits = "0123456789";

// Makes a password for somebody.
using Make = std::function<std::string(NameSpeller&, const Person&)>;

Person anybody(NameSpeller& random, const std::vector<std::string>& names) {
    const auto name = [&] { return names[random.below(names.size())]; };
    return {name(), name(), "+49 17" + random.random_text(9, digits)};
}

Body made(const std::string& kind, const std::vector<std::string>& names, std::size_t count,
          const Make& make) {
    NameSpeller random(static_cast<unsigned>(std::hash<std::string>{}(kind)));
    Body body{kind, {}, {}};
    while (body.passwords.size() < count) {
        Person owner = anybody(random, names);
        std::string password = make(random, owner);
        body.add(std::move(password), std::move(owner));
    }
    return body;
}

std::string with_accents(std::string name) {
    for (const auto& [plain, accented] :
         {std::pair{"e", "\xc3\xa9"}, {"a", "\xc3\xa4"}, {"o", "\xc3\x96"}})
        if (const auto at = name.find(plain); at != std::string::npos)
            name.replace(at, 1, accented);
    return name;
}

std::string number_as_written(NameSpeller& random, std::string number) {
    number.erase(0, random.one_of({0, 3, 4, 6}));
    if (random.chance(2)) number.insert(number.size() / 2, " ");
    return number;
}

std::string words_of(NameSpeller& random, const std::vector<std::string>& listed,
                     std::size_t count) {
    std::string text;
    while (count > 0) {
        const auto& word = listed[random.below(listed.size())];
        const bool letters = std::all_of(word.begin(), word.end(),
                                         [](unsigned char c) { return std::islower(c) != 0; });
        if (!letters || word.size() < 4 || word.size() > 8) continue;
        text.append(text.empty() ? "" : "-").append(word);
        --count;
    }
    return text;
}

std::string hiding(NameSpeller& random, std::string text, const std::string& name) {
    return text.insert(random.below(text.size() + 1), name);
}

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

// The longest name in it.
std::string name_in(const std::string& text, const std::set<std::string>& names) {
    for (std::size_t size = text.size(); size >= shortest_name; --size)
        for (std::size_t at = 0; at + size <= text.size(); ++at)
            if (names.contains(text.substr(at, size))) return text.substr(at, size);
    return {};
}

}  // namespace

policy::KnownWords Person::words() const {
    policy::KnownWords words;
    words.add_name(first + "." + last);
    words.add_address(address());
    words.add_number(number);
    words.add_name("gate.example.org");
    return words;
}

std::vector<Body> spellings(const std::vector<std::string>& names, std::size_t count) {
    const std::vector<std::pair<const char*, Make>> kinds{
        {"in any case", [](auto& r, auto& p) { return r.in_any_case(p.first); }},
        {"with look-alikes", [](auto& r, auto& p) { return r.with_look_alikes(p.first); }},
        {"backwards", [](auto& r, auto& p) { return r.backwards(p.first); }},
        {"twice", [](auto& r, auto& p) { return r.doubled(p.first); }},
        {"with separators", [](auto& r, auto& p) { return r.with_separators(p.first); }},
        {"a year behind", [](auto& r, auto& p) { return p.first + r.year(); }},
        {"a year and ! behind", [](auto& r, auto& p) { return p.first + r.year() + "!"; }},
        {"a date behind", [](auto& r, auto& p) { return p.first + r.date(); }},
        {"something in front", [](auto& r, auto& p) { return r.with_head(p.first); }},
        {"all of it at once", [](auto& r, auto& p) { return r.spelt(p.first); }},
        {"first and last name, capitals, a year",
         [](auto& r, auto& p) {
             return r.in_any_case(p.first) + r.in_any_case(p.last) + r.year();
         }},
        {"with accents, a year", [](auto& r, auto& p) { return with_accents(p.first) + r.year(); }},
        {"the address", [](auto& r, auto& p) { return r.in_any_case(p.address()); }},
        {"the number", [](auto& r, auto& p) { return number_as_written(r, p.number); }},
    };
    std::vector<Body> bodies;
    for (const auto& [kind, make] : kinds) bodies.push_back(made(kind, names, count, make));
    return bodies;
}

std::vector<Body> listed_with_names(const std::vector<std::string>& names,
                                    const std::vector<std::string>& listed) {
    Body alone{"listed: a name alone", {}, {}};
    Body more{"listed: a name, digits, symbols", {}, {}};
    Body letters{"listed: a name and other letters", {}, {}};
    Body none{"listed: no name", {}, {}};
    const std::set<std::string> known(names.begin(), names.end());
    for (const auto& password : listed) {
        const std::string lower = lower_case(password);
        const std::string name = name_in(lower, known);
        if (name.empty()) {
            none.add(password, {"nobody", "otherwise", "+49 170 1234567"});
            continue;
        }
        std::string rest = lower;
        rest.erase(lower.find(name), name.size());
        const bool has_letters = std::any_of(rest.begin(), rest.end(),
                                             [](unsigned char c) { return std::isalpha(c) != 0; });
        (rest.empty()  ? alone
         : has_letters ? letters
                       : more)
            .add(password, {name, "otherwise", "+49 170 1234567"});
    }
    return {alone, more, letters, none};
}

std::vector<Body> with_other_words(const std::vector<std::string>& names, std::size_t count) {
    return {
        made("ilove, my, abc, pw, password beside it", names, count,
             [](auto& r, auto& p) {
                 const std::string name = r.in_any_case(p.first);
                 return r.template one_of<std::string>({"ilove" + name, "my" + name, name + "abc",
                                                        name + "pw", name + "password"}) +
                        (r.chance(2) ? r.year() : "");
             }),
        made("a name and four random letters", names, count, [](auto& r, auto& p) {
            return p.first + r.random_text(4, letters_and_digits.substr(0, 25));
        })};
}

std::vector<Body> controls(const std::vector<std::string>& names,
                           const std::vector<std::string>& listed, std::size_t count) {
    const auto random = [](std::size_t length, std::string_view alphabet) -> Make {
        return [=](auto& r, auto&) { return r.random_text(length, alphabet); };
    };
    const auto with_name = [](std::size_t length, std::string_view alphabet) -> Make {
        return
            [=](auto& r, auto& p) { return hiding(r, r.random_text(length, alphabet), p.first); };
    };
    const auto words = [&listed](std::size_t number) -> Make {
        return [&listed, number](auto& r, auto&) { return words_of(r, listed, number); };
    };
    const std::vector<std::pair<const char*, Make>> kinds{
        {"8 random letters and digits", random(8, letters_and_digits)},
        {"12 random characters", random(12, NameSpeller::printable)},
        {"8 random letters and digits, a name", with_name(8, letters_and_digits)},
        {"12 random characters, a name", with_name(12, NameSpeller::printable)},
        {"20 random characters, a name", with_name(20, NameSpeller::printable)},
        {"3 random words", words(3)},
        {"4 random words", words(4)},
        {"3 random words, a name",
         [&listed](auto& r, auto& p) { return p.first + "-" + words_of(r, listed, 3); }},
        {"12 random digits behind a name",
         [](auto& r, auto& p) { return p.first + r.random_text(12, digits); }},
    };
    std::vector<Body> bodies;
    for (const auto& [kind, make] : kinds) bodies.push_back(made(kind, names, count, make));
    return bodies;
}

}  // namespace ramauth::bench
