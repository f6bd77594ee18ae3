// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/password_rules.h"

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

std::vector<BrokenRule> broken(std::string_view password, unsigned minimum) {
    PasswordPolicy policy;
    policy.minimum_password_length = minimum;
    const auto normalised = normalise(Secret::copy_of(password));
    return broken_rules({.normalised = normalised.value(), .policy = policy});
}

TEST(PasswordRules, the_minimum_length_is_told_with_its_numbers) {
    const auto rules = broken("ninechars", 14);
    ASSERT_EQ(rules.size(), 1U);
    EXPECT_EQ(rules[0].code, "InvalidParameter.Password.TooWeak");
    EXPECT_EQ(rules[0].sentence, "at least 14 characters; this has 9");
}

TEST(PasswordRules, the_minimum_length_counts_characters) {
    EXPECT_TRUE(broken("12345678", 8).empty());
    EXPECT_FALSE(broken("1234567", 8).empty());
    EXPECT_TRUE(broken(repeated("\u00e9", 8), 8).empty());
    EXPECT_FALSE(broken(repeated("\u00e9", 7), 8).empty());
    EXPECT_FALSE(broken(repeated("e\u0301", 7), 8).empty());
}

void count_up(void* into, std::size_t size) {
    auto* bytes = static_cast<unsigned char*>(into);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<unsigned char>(i * 37);
}

TEST(GeneratedPassword, satisfies_every_policy_by_construction) {
    for (const unsigned minimum : {8U, 16U, 17U, 64U, 128U}) {
        PasswordPolicy policy;
        policy.minimum_password_length = minimum;
        const Secret made = generate_password(policy, count_up);
        const auto normalised = normalise(made);
        ASSERT_TRUE(normalised);
        EXPECT_TRUE(*normalised == made);
        EXPECT_TRUE(broken_rules({.normalised = made, .policy = policy}).empty());
        EXPECT_GE(made.size(), 16U);
    }
}

TEST(GeneratedPassword, is_made_of_printing_ascii_without_look_alikes) {
    const Secret made = generate_password({.minimum_password_length = 128}, count_up);
    for (const char c : made.view()) {
        EXPECT_GT(c, ' ');
        EXPECT_LE(c, '~');
        EXPECT_EQ(std::string_view("0O1Il").find(c), std::string_view::npos);
    }
}

}  // namespace
}  // namespace ramauth::policy
