// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/password_text.h"

#include <gtest/gtest.h>

#include <string>

namespace ramauth::policy {
namespace {

std::optional<std::string> normal_form(std::string_view typed) {
    const auto normalised = normalise(Secret::copy_of(typed));
    if (!normalised) return std::nullopt;
    return std::string(normalised->view());
}

std::string repeated(std::string_view text, unsigned times) {
    std::string whole;
    for (unsigned i = 0; i < times; ++i) whole.append(text);
    return whole;
}

TEST(Normalise, makes_one_form_of_one_text) {
    EXPECT_EQ(normal_form("caf\u00e9"), "caf\u00e9");
    EXPECT_EQ(normal_form("cafe\u0301"), "caf\u00e9");
    EXPECT_EQ(normal_form("\u1100\u1161"), "\uac00");
    // Marks in another order are the same text.
    EXPECT_EQ(normal_form("q\u0307\u0323"), normal_form("q\u0323\u0307"));
    // NFC, not NFKC: what only looks alike stays different.
    EXPECT_EQ(normal_form("\ufb01"), "\ufb01");
}

TEST(Normalise, P8_takes_all_printing_ascii_and_spaces_as_they_are) {
    std::string all;
    for (char c = ' '; c <= '~'; ++c) all.push_back(c);
    EXPECT_EQ(normal_form(all), all);
    EXPECT_EQ(normal_form(" "), " ");
    EXPECT_EQ(normal_form("a\tb\nc\rd"), "a\tb\nc\rd");
}

TEST(Normalise, P8_counts_characters_and_not_bytes) {
    EXPECT_TRUE(normal_form(repeated("\U0001F600", 128)));  // 512 bytes
    EXPECT_FALSE(normal_form(repeated("\U0001F600", 129)));
    EXPECT_TRUE(normal_form(std::string(128, 'a')));
    EXPECT_FALSE(normal_form(std::string(129, 'a')));
    // 128 after composition, 256 before it, which is within the bytes.
    EXPECT_TRUE(normal_form(repeated("e\u0301", 128)));
    EXPECT_FALSE(normal_form(repeated("e\u0301", 171)));  // 513 bytes
}

TEST(Normalise, P8_tells_apart_what_differs_in_the_last_character) {
    const auto long_text = repeated("\U0001F600", 127);
    EXPECT_NE(normal_form(long_text + "\U0001F600"), normal_form(long_text + "\U0001F601"));
}

TEST(Normalise, refuses_what_is_empty_or_holds_control_characters) {
    EXPECT_FALSE(normal_form(""));
    EXPECT_FALSE(normalise(Secret()));
    EXPECT_FALSE(normal_form(std::string_view("a\0b", 3)));
    EXPECT_FALSE(normal_form(std::string_view("\0", 1)));
    for (const char* control : {"\x01", "\b", "\x1b", "\x7f", "\u0080", "\u009f"})
        EXPECT_FALSE(normal_form(std::string("abc").append(control)));
    EXPECT_FALSE(normal_form("\b\n\r\177INCORRECT"));
}

TEST(Normalise, refuses_what_is_no_utf8) {
    for (const char* bad :
         {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "abc\x80", "\xe2\x82"})
        EXPECT_FALSE(normal_form(bad));
}

TEST(Normalise, P8_does_not_cut_what_differs_at_byte_500_or_is_too_long) {
    const auto long_text = repeated("\U0001F600", 124);  // 496 bytes
    EXPECT_EQ(normal_form(long_text + "abcd")->size(), 500U);
    EXPECT_NE(normal_form(long_text + "abcd"), normal_form(long_text + "abce"));
    EXPECT_EQ(normal_form(long_text + repeated("\U0001F600", 4))->size(), 512U);
    EXPECT_FALSE(normal_form(std::string(513, 'a')));
    EXPECT_TRUE(normal_form(std::string(64, ' ')));
}

std::string lower_case_of(std::string_view text) {
    return std::string(lower_case(Secret::copy_of(text)).view());
}

TEST(LowerCase, is_unicodes_and_leaves_everything_else) {
    EXPECT_EQ(lower_case_of(""), "");
    EXPECT_EQ(lower_case_of("PassWord 1!"), "password 1!");
    EXPECT_EQ(lower_case_of("STRASSE \u00c4\u0416\u1e9e"), "strasse \u00e4\u0436\u00df");
    EXPECT_EQ(lower_case_of("\u01c5\u0130"), "\u01c6i");
    EXPECT_EQ(lower_case_of("\U0001F600\u4e16"), "\U0001F600\u4e16");
}

TEST(LowerCase, may_be_longer_than_the_text) {
    EXPECT_EQ(lower_case_of(repeated("\u023a", 128)), repeated("\u2c65", 128));
}

std::u32string points_of(std::string_view text) {
    const CodePoints points(Secret::copy_of(text));
    return {points.all().begin(), points.all().end()};
}

TEST(CodePoints, are_those_of_the_text) {
    EXPECT_EQ(points_of(""), U"");
    EXPECT_EQ(points_of("a\u00e9\u20ac\U0001F600z"), U"a\u00e9\u20ac\U0001F600z");
    EXPECT_EQ(points_of(std::string_view("a\0b", 3)), std::u32string_view(U"a\0b", 3));
    EXPECT_EQ(points_of(repeated("\U0001F600", 128)).size(), 128U);
}

TEST(CodePoints, a_byte_that_is_no_utf8_is_one_replacement) {
    EXPECT_EQ(points_of("a\xff"
                        "b"),
              U"a\uFFFDb");
    EXPECT_EQ(points_of("\xe2\x82"), U"\uFFFD\uFFFD");
    EXPECT_EQ(points_of("\xed\xa0\x80"), U"\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(points_of(std::string(512, '\x80')).size(), 512U);
}

TEST(CodePoints, can_be_moved_and_leave_the_text_as_it_is) {
    const auto text = Secret::copy_of(std::string_view("caf\u00e9"));
    CodePoints points(text);
    const CodePoints moved(std::move(points));
    EXPECT_EQ(std::u32string(moved.all().begin(), moved.all().end()), U"caf\u00e9");
    EXPECT_EQ(text.view(), "caf\u00e9");
}

}  // namespace
}  // namespace ramauth::policy
