// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/user_rows.h"

#include <gtest/gtest.h>

namespace ramctl {
namespace {

using ramauth::Refusal;

std::vector<UserRow> rows(std::string_view text) {
    auto parsed = parse_user_rows(text, "users.csv");
    auto* good = std::get_if<std::vector<UserRow>>(&parsed);
    EXPECT_NE(good, nullptr);
    return good == nullptr ? std::vector<UserRow>{} : std::move(*good);
}

std::string fault(std::string_view text) {
    const auto parsed = parse_user_rows(text, "users.csv");
    const auto* refusal = std::get_if<Refusal>(&parsed);
    return refusal == nullptr ? "" : refusal->sentence;
}

TEST(UserRows, every_column_has_its_setting_in_any_order) {
    const auto all = rows(
        "system,email,user,mobile,status,reset-required,mfa-required\n"
        "yes,a@example.org,alice,+49,inactive,no,yes\n");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].line, 2U);
    EXPECT_EQ(all[0].user.str(), "alice");
    const CreateVerb& create = all[0].create;
    EXPECT_EQ(create.source, PasswordSource::generated);
    EXPECT_TRUE(create.system && create.inactive);
    EXPECT_EQ(create.options.email, "a@example.org");
    EXPECT_EQ(create.options.mobile, "+49");
    EXPECT_EQ(create.options.reset_required, false);
    EXPECT_EQ(create.options.mfa_required, true);
}

TEST(UserRows, what_is_empty_or_not_there_is_not_given) {
    for (const char* text : {"user\nalice\n",
                             "user,email,mobile,status,reset-required,mfa-required,"
                             "system\nalice,,,,,,\n"}) {
        const auto all = rows(text);
        ASSERT_EQ(all.size(), 1U);
        const CreateVerb& create = all[0].create;
        EXPECT_FALSE(create.options.email || create.options.mobile ||
                     create.options.reset_required || create.options.mfa_required);
        EXPECT_FALSE(create.inactive || create.system);
    }
    EXPECT_TRUE(rows("user\n").empty());
}

TEST(UserRows, a_fault_names_file_and_line) {
    EXPECT_EQ(fault(""), "users.csv:1: there is no header line");
    EXPECT_TRUE(fault("user,shoe\n").starts_with("users.csv:1: 'shoe' is no column"));
    EXPECT_TRUE(fault("email\na\n").ends_with("there is no column user"));
    EXPECT_EQ(fault("user,user\n"), "users.csv:1: the column user is there twice");
    EXPECT_EQ(fault("user\nalice\nDOMAIN\\bob\n"),
              "users.csv:3: 'DOMAIN\\bob' cannot be the name of an account");
    EXPECT_EQ(fault("user\nalice\nbob\nalice\n"), "users.csv:4: alice is in line 2 already");
    EXPECT_EQ(fault("user,status\nalice,asleep\n"),
              "users.csv:2: status must be active or inactive, not 'asleep'");
    EXPECT_EQ(fault("user,system\nalice,1\n"), "users.csv:2: system must be yes or no, not '1'");
    EXPECT_EQ(fault("user\n\"alice\n"), "users.csv:2: a quote is not closed");
}

}  // namespace
}  // namespace ramctl
