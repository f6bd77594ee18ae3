// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/password_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace ramauth::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Sentences = std::vector<std::string>;

Sentences broken(std::string_view password, const PasswordPolicy& policy,
                 std::string_view user = {}, std::optional<std::string_view> old = {}) {
    const auto present = normalise(Secret::copy_of(password));
    std::optional<Secret> before;
    if (old) before = normalise(Secret::copy_of(*old));
    Sentences sentences;
    for (const auto& rule : broken_rules({.normalised = present.value(),
                            .policy = policy,
                            .user = user,
                            .old = before ? &*before : nullptr})) {
        EXPECT_EQ(rule.code, "InvalidParameter.Password.TooWeak");
        sentences.push_back(rule.sentence);
    }
    return sentences;
}

std::string repeated(std::string_view text, unsigned times) {
    std::string whole;
    for (unsigned i = 0; i < times; ++i) whole.append(text);
    return whole;
}

TEST(PasswordRules, the_minimum_length_is_told_with_its_numbers) {
    EXPECT_THAT(broken("ninechars", {.minimum_password_length = 14}),
                ElementsAre("at least 14 characters; this has 9"));
}

TEST(PasswordRules, P8_lengths_count_characters) {
    EXPECT_THAT(broken("12345678", {}), IsEmpty());
    EXPECT_THAT(broken("1234567", {}), ElementsAre("at least 8 characters; this has 7"));
    EXPECT_THAT(broken(repeated("\u00e9", 8), {}), IsEmpty());
    EXPECT_THAT(broken(repeated("\u00e9", 7), {}),
                ElementsAre("at least 8 characters; this has 7"));
    EXPECT_THAT(broken(repeated("e\u0301", 7), {}),
                ElementsAre("at least 8 characters; this has 7"));
    EXPECT_THAT(broken(repeated("\U0001F600", 128), {}), IsEmpty());
    EXPECT_THAT(broken(repeated("\U0001F600", 33), {.maximum_password_length = 32}),
                ElementsAre("at most 32 characters; this has 33"));
    EXPECT_THAT(broken(repeated("\U0001F600", 32), {.maximum_password_length = 32}), IsEmpty());
}

TEST(PasswordRules, each_required_class_is_asked_for_by_name) {
    EXPECT_THAT(broken("ABCDEF1-", {.require_lowercase_characters = true}),
                ElementsAre("at least 1 lowercase character; this has 0"));
    EXPECT_THAT(broken("abcdef1-", {.require_uppercase_characters = true}),
                ElementsAre("at least 1 uppercase character; this has 0"));
    EXPECT_THAT(broken("abcdefG-", {.require_numbers = true}),
                ElementsAre("at least 1 number; this has 0"));
    EXPECT_THAT(broken("abcdefG1", {.require_symbols = true}),
                ElementsAre("at least 1 symbol; this has 0"));
    const PasswordPolicy all{.require_lowercase_characters = true,
                             .require_uppercase_characters = true,
                             .require_numbers = true,
                             .require_symbols = true};
    EXPECT_THAT(broken("abcDEF1-", all), IsEmpty());
    EXPECT_THAT(broken("\u00e4\u00c4\u0661 xyzw", all), IsEmpty());
    EXPECT_EQ(broken("\u4e2d\u4e2d\u4e2d\u4e2d\u4e2d\u4e2d\u4e2d\u4e2d", all).size(), 3U);
}

TEST(PasswordRules, classes_are_counted) {
    const PasswordPolicy three{.minimum_character_classes = 3};
    EXPECT_THAT(broken("abcdefgh", three),
                ElementsAre("at least 3 of the 4 classes of characters (lowercase, uppercase, "
                            "numbers, symbols); this has 1"));
    EXPECT_EQ(broken("abcdEFGH", three).size(), 1U);
    EXPECT_THAT(broken("abcdEF12", three), IsEmpty());
    EXPECT_THAT(broken("abcd 012", three), IsEmpty());
    EXPECT_EQ(broken("abcdEF12", {.minimum_character_classes = 4}).size(), 1U);
}

TEST(PasswordRules, different_characters_are_counted) {
    const PasswordPolicy five{.minimum_password_different_character = 5};
    EXPECT_THAT(broken("abcdabcd", five),
                ElementsAre("at least 5 different characters; this has 4"));
    EXPECT_THAT(broken("abcdeeee", five), IsEmpty());
    EXPECT_THAT(broken("aaaaaaaa", {.minimum_password_different_character = 1}), IsEmpty());
}

TEST(PasswordRules, identical_characters_in_a_row_are_counted) {
    const PasswordPolicy three{.maximum_consecutive_identical_characters = 3};
    EXPECT_THAT(broken("aaabaaab", three), IsEmpty());
    EXPECT_THAT(broken("abcddddd", three),
                ElementsAre("at most 3 identical characters in a row; this has 5"));
    EXPECT_THAT(broken("aaaabcde", three),
                ElementsAre("at most 3 identical characters in a row; this has 4"));
    EXPECT_THAT(broken("aAaAaAaA", {.maximum_consecutive_identical_characters = 1}), IsEmpty());
    EXPECT_THAT(broken("abcdefgg", {.maximum_consecutive_identical_characters = 1}),
                ElementsAre("at most 1 identical character in a row; this has 2"));
    EXPECT_THAT(broken("aaaaaaaa", {}), IsEmpty());  // 0 = off
}

TEST(PasswordRules, changed_characters_are_counted_against_the_old_password) {
    const PasswordPolicy three{.minimum_changed_characters = 3};
    EXPECT_THAT(broken("correct-horse2", three, {}, "correct-horse1"),
                ElementsAre("at least 3 characters changed; this has 1"));
    EXPECT_THAT(broken("correct-horse1", three, {}, "correct-horse1"),
                ElementsAre("at least 3 characters changed; this has 0"));
    EXPECT_THAT(broken("correct-horse234", three, {}, "correct-horse1"), IsEmpty());
    EXPECT_THAT(broken("correct-horse2", {.minimum_changed_characters = 2}, {}, "correct-horse1"),
                ElementsAre("at least 2 characters changed; this has 1"));
    EXPECT_THAT(broken("correct-horse1", {.minimum_changed_characters = 1}, {}, "correct-horse1"),
                ElementsAre("at least 1 character changed; this has 0"));
    // Off, and where there is no old one: an administrator's reset.
    EXPECT_THAT(broken("correct-horse1", {}, {}, "correct-horse1"), IsEmpty());
    EXPECT_THAT(broken("correct-horse1", three), IsEmpty());
}

TEST(PasswordRules, the_user_name_is_not_repeated_in_the_refusal) {
    const PasswordPolicy policy{.password_not_contain_user_name = true};
    const Sentences sentence{"neither the user name nor the user name backwards, in any case"};
    EXPECT_EQ(broken("my-Alice-42", policy, "alice"), sentence);
    EXPECT_EQ(broken("my-ECILA-42", policy, "alice"), sentence);
    EXPECT_EQ(broken("xyzAxyzxyz", policy, "a"), sentence);
    EXPECT_THAT(broken("my-Alic-e-42", policy, "alice"), IsEmpty());
    EXPECT_THAT(broken("my-Alice-42", policy), IsEmpty());
    EXPECT_THAT(broken("my-Alice-42", {}, "alice"), IsEmpty());
}

TEST(PasswordRules, all_that_are_broken_are_told_at_once_in_the_order_of_the_model) {
    const PasswordPolicy policy{.minimum_password_length = 14,
                                .require_uppercase_characters = true,
                                .require_numbers = true,
                                .require_symbols = true,
                                .minimum_character_classes = 4,
                                .minimum_password_different_character = 8,
                                .maximum_consecutive_identical_characters = 2,
                                .minimum_changed_characters = 8,
                                .password_not_contain_user_name = true};
    EXPECT_THAT(broken("bobbbb", policy, "bob", "bobbbbb"),
                ElementsAre("at least 14 characters; this has 6",
                            "at least 1 uppercase character; this has 0",
                            "at least 1 number; this has 0", "at least 1 symbol; this has 0",
                            "at least 4 of the 4 classes of characters (lowercase, uppercase, "
                            "numbers, symbols); this has 1",
                            "at least 8 different characters; this has 2",
                            "at most 2 identical characters in a row; this has 4",
                            "at least 8 characters changed; this has 1",
                            "neither the user name nor the user name backwards, in any case"));
}

TEST(PasswordRules, some_of_them_can_be_asked_alone) {
    const PasswordPolicy policy{.minimum_password_length = 14, .require_numbers = true};
    const auto password = Secret::copy_of(std::string_view("abc"));
    const Candidate candidate{.normalised = password, .policy = policy};
    EXPECT_THAT(broken_rules(candidate, {}), IsEmpty());
    EXPECT_EQ(broken_rules(candidate, password_rules().first(1)).size(), 1U);
    EXPECT_EQ(broken_rules(candidate).size(), 2U);
}

TEST(PasswordRules, an_empty_password_breaks_what_it_can_and_nothing_else) {
    const PasswordPolicy policy{.minimum_character_classes = 1,
                                .minimum_password_different_character = 1,
                                .maximum_consecutive_identical_characters = 1};
    const Secret nothing;
    EXPECT_EQ(broken_rules({.normalised = nothing, .policy = policy}).size(), 3U);
}

}  // namespace
}  // namespace ramauth::policy
