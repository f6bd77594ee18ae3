// SPDX-License-Identifier: LGPL-2.1-or-later
// Spellings that are made at random are refused, and so is nothing that was not made of a name.
#include <gtest/gtest.h>

#include "policy/password_text.h"
#include "policy/word_spelling.h"
#include "tests/support/name_spellings.h"

namespace ramauth::policy {
namespace {

using ramauth::test::NameSpeller;

constexpr const char* letters = "abcdefghijklmnopqrstuvwxyz";

bool refused(std::string_view password, const std::string& name) {
    KnownWords words;
    words.add_name(name);
    words.add_address(name + "@example.com");
    return is_spelling_of(Secret::copy_of(password), words);
}

TEST(WordSpellingProperty, every_spelling_of_a_name_is_refused) {
    NameSpeller people(11);
    for (int i = 0; i < 10'000; ++i) {
        const std::string name = people.random_text(3 + people.below(10), letters);
        const std::string spelt = people.spelt(name);
        EXPECT_TRUE(refused(spelt, name)) << spelt << " of " << name;
    }
}

TEST(WordSpellingProperty, another_letter_makes_it_another_password) {
    NameSpeller people(12);
    for (int i = 0; i < 10'000; ++i) {
        const std::string name = people.random_text(3 + people.below(10), "abcdefgh");
        std::string other = people.spelt(name);
        other.insert(people.below(other.size() + 1), "w");
        EXPECT_FALSE(refused(other, name)) << other << " of " << name;
    }
}

TEST(WordSpellingProperty, generated_passwords_are_not_refused) {
    NameSpeller random(13);
    for (int i = 0; i < 10'000; ++i) {
        const std::string name = random.random_text(1 + random.below(12), letters);
        std::string password = random.random_text(12 + random.below(20), NameSpeller::printable);
        EXPECT_FALSE(refused(password, name)) << password << " of " << name;
        password.insert(random.below(password.size() + 1), name);
        EXPECT_FALSE(refused(password, name)) << password << " of " << name;
    }
}

}  // namespace
}  // namespace ramauth::policy
