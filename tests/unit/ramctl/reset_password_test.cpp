// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::profile_of;
using testing::Stage;

TEST(ResetPassword, a_change_at_the_next_logon_is_demanded) {
    Stage stage;
    stage.client.will_write(profile_of("alice"), "Generated1");
    EXPECT_EQ(run(ResetPasswordVerb{"alice", PasswordSource::generated}, stage.environment),
              ExitStatus::ok);
    EXPECT_EQ(stage.client.sent,
              (Fields{{"PasswordResetRequired", true}, {"GeneratePassword", true}}));
    EXPECT_EQ(stage.out.str(), "Generated1\n");
}

TEST(ResetPassword, a_line_of_standard_input_is_the_password) {
    Stage stage;
    stage.terminal.lines = {"correct horse"};
    stage.client.will_write(profile_of("alice"));
    EXPECT_EQ(
        run(ResetPasswordVerb{"alice", PasswordSource::standard_input, false}, stage.environment),
        ExitStatus::ok);
    EXPECT_EQ(stage.client.sent, (Fields{{"PasswordResetRequired", false}}));
    EXPECT_EQ(stage.client.sent_password, "correct horse");
    EXPECT_THAT(stage.out.str() + stage.err.str(), Not(HasSubstr("correct horse")));
}

TEST(ResetPassword, a_person_at_a_terminal_is_interactive) {
    Stage stage;
    stage.terminal.lines = {"one two three", "one two three"};
    stage.client.will_write(profile_of("alice"));
    EXPECT_EQ(run(ResetPasswordVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_TRUE(stage.client.sent.flag("Interactive"));
}

TEST(ResetPassword, no_line_is_no_password) {
    Stage stage;
    EXPECT_EQ(run(ResetPasswordVerb{"alice", PasswordSource::standard_input}, stage.environment),
              ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(ResetPassword, several_broken_rules_are_several_lines) {
    Stage stage;
    stage.terminal.lines = {"x"};
    stage.client.next_written =
        Refusal{Code::password_too_weak, "at least 14 characters\nno name (request 12)", {}};
    EXPECT_EQ(run(ResetPasswordVerb{"alice", PasswordSource::standard_input}, stage.environment),
              ExitStatus::password_refused);
    EXPECT_EQ(stage.err.str(),
              "ramctl: InvalidParameter.Password.TooWeak: at least 14 characters\n"
              "  no name (request 12)\n");
}

}  // namespace
}  // namespace ramctl
