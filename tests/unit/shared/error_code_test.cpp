// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/error_code.h"

#include <gtest/gtest.h>

#include <set>

namespace ramauth {
namespace {

constexpr int first = static_cast<int>(Code::authentication_failed);
constexpr int last = static_cast<int>(Code::service_failure);

bool takes_field(Code code) {
    return code == Code::parameter_range || code == Code::parameter_format;
}

TEST(ErrorCodeTest, Every_code_comes_back_from_its_name_and_no_two_share_one) {
    std::set<std::string> texts;
    for (int i = first; i <= last; ++i) {
        const Code code = static_cast<Code>(i);
        const std::string text = code_text(code, takes_field(code) ? "MaxPasswordAge" : "");
        EXPECT_TRUE(texts.insert(text).second) << text;
        for (const std::string& name : {text, std::string(error_prefix) + text}) {
            const auto parsed = parse_code(name);
            ASSERT_TRUE(parsed) << name;
            EXPECT_EQ(parsed->code, code) << name;
            EXPECT_EQ(parsed->field, takes_field(code) ? "MaxPasswordAge" : "") << name;
        }
    }
}

TEST(ErrorCodeTest, Every_code_ends_ramctl_with_a_status_that_is_not_success) {
    for (int i = first; i <= last; ++i) {
        const ExitStatus status = exit_status(static_cast<Code>(i));
        EXPECT_GE(static_cast<int>(status), 2);
        EXPECT_LE(static_cast<int>(status), 8);
    }
}

TEST(ErrorCodeTest, The_statuses_of_the_contract) {
    EXPECT_EQ(exit_status(Code::authentication_failed), ExitStatus::wrong_password);
    EXPECT_EQ(exit_status(Code::no_login_profile), ExitStatus::not_found);
    EXPECT_EQ(exit_status(Code::login_profile_exists), ExitStatus::conflict);
    EXPECT_EQ(exit_status(Code::no_mfa_device), ExitStatus::not_found);
    EXPECT_EQ(exit_status(Code::mfa_device_exists), ExitStatus::conflict);
    EXPECT_EQ(exit_status(Code::binding_codes_wrong), ExitStatus::wrong_password);
    EXPECT_EQ(exit_status(Code::no_permission), ExitStatus::not_permitted);
    EXPECT_EQ(exit_status(Code::password_too_weak), ExitStatus::password_refused);
    EXPECT_EQ(exit_status(Code::weak_password), ExitStatus::password_refused);
    EXPECT_EQ(exit_status(Code::weak_list_unavailable), ExitStatus::unavailable);
    EXPECT_EQ(exit_status(Code::parameter_format), ExitStatus::usage);
    EXPECT_EQ(exit_status(Code::service_failure), ExitStatus::unavailable);
}

TEST(ErrorCodeTest, Names_that_are_not_ours_are_no_codes) {
    for (const char* name :
         {"", "org.ramauth1.Error.", "org.ramauth1.Error", "org.freedesktop.DBus.Error.NoReply",
          "NoSuchCode", "loginDisabled", "LoginDisabled ", "InvalidParameter.",
          "InvalidParameter..", "InvalidParameter.Range", "InvalidParameter.X.Other",
          "org.ramauth1.Error.org.ramauth1.Error.LoginDisabled"})
        EXPECT_FALSE(parse_code(name)) << name;
}

}  // namespace
}  // namespace ramauth
