// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/text_comparison.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace ramauth::policy {
namespace {

std::size_t distance(std::u32string_view left, std::u32string_view right) {
    return edit_distance(left, right);
}

TEST(EditDistance, counts_insertions_deletions_and_replacements) {
    EXPECT_EQ(distance(U"", U""), 0U);
    EXPECT_EQ(distance(U"", U"abc"), 3U);
    EXPECT_EQ(distance(U"abc", U""), 3U);
    EXPECT_EQ(distance(U"abc", U"abc"), 0U);
    EXPECT_EQ(distance(U"kitten", U"sitting"), 3U);
    EXPECT_EQ(distance(U"password1", U"password2"), 1U);
    EXPECT_EQ(distance(U"password", U"1password"), 1U);
    EXPECT_EQ(distance(U"password", U"passwor"), 1U);
    EXPECT_EQ(distance(U"password", U"drowssap"), 8U);
    EXPECT_EQ(distance(U"caf\u00e9", U"cafe"), 1U);
}

std::u32string random_text(std::mt19937& random) {
    std::u32string text(random() % 12, U' ');
    for (char32_t& c : text) c = static_cast<char32_t>(U'a' + random() % 3);
    return text;
}

TEST(EditDistance, is_a_distance) {
    std::mt19937 random(1);
    for (int i = 0; i < 2000; ++i) {
        const auto a = random_text(random);
        const auto b = random_text(random);
        const auto c = random_text(random);
        EXPECT_EQ(distance(a, b), distance(b, a));
        EXPECT_EQ(distance(a, b) == 0, a == b);
        EXPECT_LE(distance(a, c), distance(a, b) + distance(b, c));
        EXPECT_LE(distance(a, b), std::max(a.size(), b.size()));
        EXPECT_GE(distance(a, b), std::max(a.size(), b.size()) - std::min(a.size(), b.size()));
    }
}

bool holds(std::u32string_view password, std::string_view user) {
    return contains_name(password, FoldedName::of(user));
}

TEST(ContainsName, finds_the_name_anywhere_in_any_case) {
    for (const auto* password : {U"alice", U"xALICE", U"AliCex", U"--aLicE--"})
        EXPECT_TRUE(holds(password, "alice"));
    EXPECT_TRUE(holds(U"xalicex", "Alice"));
    EXPECT_FALSE(holds(U"alic-e", "alice"));
    EXPECT_FALSE(holds(U"ali", "alice"));
    EXPECT_FALSE(holds(U"", "alice"));
}

TEST(ContainsName, finds_it_backwards) {
    EXPECT_TRUE(holds(U"xECILAx", "alice"));
    EXPECT_FALSE(holds(U"ecial", "alice"));
}

TEST(ContainsName, takes_a_name_of_one_character_and_none_of_none) {
    EXPECT_TRUE(holds(U"xAx", "a"));
    EXPECT_FALSE(holds(U"xbx", "a"));
    EXPECT_FALSE(holds(U"xbx", ""));
    EXPECT_FALSE(holds(U"", ""));
}

TEST(ContainsName, folds_as_unicode_does) {
    EXPECT_TRUE(holds(U"\u212Aarl", "karl"));       // KELVIN SIGN
    EXPECT_TRUE(holds(U"jo\u017Fef", "josef"));     // LATIN SMALL LETTER LONG S
    EXPECT_TRUE(holds(U"stra\u00dfe", "strasse"));  // one character folds to two
    EXPECT_TRUE(holds(U"\u00c4NNE", "\u00e4nne"));
    EXPECT_TRUE(holds(U"x\u0391\u03a3", "\u03b1\u03c2"));  // final sigma
}

TEST(ContainsName, a_name_that_is_no_utf8_does_no_harm) {
    EXPECT_FALSE(holds(U"password", "\xff\xfe"));
    EXPECT_TRUE(holds(U"a\uFFFDb", "\xff"));
}

}  // namespace
}  // namespace ramauth::policy
