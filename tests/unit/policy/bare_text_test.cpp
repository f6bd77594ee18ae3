// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/bare_text.h"

#include <gtest/gtest.h>

#include <string>

namespace ramauth::policy {
namespace {

std::u32string bare(std::u32string_view text) {
    return std::u32string(BareText(text).view());
}

TEST(BareText, has_no_case_as_unicode_folds_it) {
    EXPECT_EQ(bare(U"AliCE"), U"alice");
    EXPECT_EQ(bare(U"stra\u00dfe"), U"strasse");
    EXPECT_EQ(bare(U"\u0130zmir"), U"izmir") << "the Turkish capital with a dot";
    EXPECT_EQ(bare(U"\u0391\u03a3"), U"\u03b1\u03c3");
}

TEST(BareText, has_no_accents_and_one_form_of_each_character) {
    EXPECT_EQ(bare(U"Jos\u00e9 \u00c5se"), U"jose ase");
    EXPECT_EQ(bare(U"jose\u0301"), U"jose");
    EXPECT_EQ(bare(U"\uff21\uff4c\u2460\u00b2"), U"al12");
    EXPECT_EQ(bare(U"\ufb01ona"), U"fiona");
}

TEST(BareText, has_nothing_that_cannot_be_seen) {
    EXPECT_EQ(bare(U"a\u200b\u00adl\u200dice\ufe0f"), U"alice");
    EXPECT_EQ(bare(U"\u0301\u200b"), U"");
    EXPECT_EQ(bare(U""), U"");
}

TEST(BareText, keeps_what_is_too_long_or_nothing_known) {
    EXPECT_EQ(bare(U"\ufdfa"), U"\ufdfa") << "eighteen in its other form";
    EXPECT_EQ(bare(U"\ufffd\U0010ffff"), U"\ufffd\U0010ffff");
    EXPECT_EQ(bare(U"\U0001f600"), U"\U0001f600");
}

TEST(BareName, is_the_same_of_a_name) {
    EXPECT_EQ(bare_name("Jos\xc3\xa9 \xef\xac\x81"), U"jose fi");
    EXPECT_EQ(bare_name("a\xff\xc3"), U"a\ufffd\ufffd") << "which is no UTF-8";
    EXPECT_EQ(bare_name(""), U"");
}

TEST(SignOf, tells_letters_digits_and_the_rest_of_any_script) {
    for (const char32_t letter : std::u32string_view(U"a\u0131\u05d0\u4e00\u03c3"))
        EXPECT_EQ(sign_of(letter), Sign::letter);
    for (const char32_t digit : {U'0', U'9', U'\u0663'}) EXPECT_EQ(sign_of(digit), Sign::digit);
    for (const char32_t symbol : {U'!', U' ', U'\n', U'\U0001f600', U'\u2167', U'\ufffd'})
        EXPECT_EQ(sign_of(symbol), Sign::symbol);
}

bool alike(char32_t left, char32_t right) {
    return (look_alikes(left) & look_alikes(right)) != 0;
}

TEST(LookAlikes, are_what_people_write_for_a_letter) {
    EXPECT_TRUE(alike(U'a', U'4'));
    EXPECT_TRUE(alike(U'@', U'a'));
    EXPECT_TRUE(alike(U'1', U'i'));
    EXPECT_TRUE(alike(U'1', U'l'));
    EXPECT_TRUE(alike(U'\u0131', U'i')) << "without a dot";
    EXPECT_TRUE(alike(U'$', U's'));
    EXPECT_FALSE(alike(U'4', U'e'));
    EXPECT_FALSE(alike(U'i', U'7'));
    EXPECT_EQ(look_alikes(U'm'), 0U);
    EXPECT_EQ(look_alikes(U'\U0001f600'), 0U);
}

}  // namespace
}  // namespace ramauth::policy
