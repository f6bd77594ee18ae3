// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ::testing::ElementsAre;
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

constexpr auto by_generated = PasswordSource::generated;
constexpr auto by_code = PasswordSource::terminal;

TEST(ResetPassword, a_generated_one_is_mailed_and_not_shown) {
    Stage stage;
    stage.client.will_write(
        {{"UserName", std::string("alice")}, {"SentTo", std::string("a***@example.org")}});
    EXPECT_EQ(run(ResetPasswordVerb{"alice", by_generated, true, false, true}, stage.environment),
              ExitStatus::ok);
    EXPECT_EQ(
        stage.client.sent,
        (Fields{{"PasswordResetRequired", true}, {"GeneratePassword", true}, {"Mail", true}}));
    EXPECT_EQ(stage.out.str(), "");
    EXPECT_THAT(stage.err.str(), HasSubstr("mailed to a***@example.org"));
}

struct CodeStage : Stage {
    CodeStage() {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
        client.reset_code = {{"ValidUntil", testing::test_now + std::chrono::hours(1)}};
    }
};

TEST(ResetPassword, a_code_for_its_user_is_alone_on_standard_output) {
    CodeStage stage;
    EXPECT_EQ(run(ResetPasswordVerb{"alice", by_code, true, true}, stage.environment),
              ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("reset-code alice"));
    EXPECT_EQ(stage.client.sent, Fields{});
    EXPECT_THAT(stage.terminal.prompts, IsEmpty());
    EXPECT_EQ(stage.out.str(), "ABCD-EFGH-IJKL-MNOP\n");
    EXPECT_EQ(stage.err.str(),
              "This code is the password of alice until 2026-03-01 13:00 (in 1 hour), for a logon "
              "at which another one has to be chosen. The old password is void.\n");
}

TEST(ResetPassword, a_mailed_code_says_where_it_went_and_nothing_else) {
    CodeStage stage;
    stage.client.code_is_mailed = true;
    stage.client.reset_code.add("SentTo", std::string("a***@example.org"));
    EXPECT_EQ(run(ResetPasswordVerb{"alice", by_code, true, true, true}, stage.environment),
              ExitStatus::ok);
    EXPECT_EQ(stage.client.sent, (Fields{{"Mail", true}}));
    EXPECT_EQ(stage.out.str(), "");
    EXPECT_THAT(stage.err.str(),
                HasSubstr("The code went to a***@example.org. It is the password of alice until"));
}

TEST(ResetPassword, the_document_of_a_code_has_it_where_it_was_not_mailed) {
    CodeStage stage;
    stage.environment.json = true;
    EXPECT_EQ(run(ResetPasswordVerb{"alice", by_code, true, true}, stage.environment),
              ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "{\"Code\":\"ABCD-EFGH-IJKL-MNOP\",\"ValidUntil\":\"2026-03-01T13:00:00Z\"}\n");
    stage.out.str("");
    stage.client.code_is_mailed = true;
    EXPECT_EQ(run(ResetPasswordVerb{"alice", by_code, true, true, true}, stage.environment),
              ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"ValidUntil\":\"2026-03-01T13:00:00Z\"}\n");
}

TEST(ResetPassword, a_code_that_is_refused_is_told) {
    CodeStage stage;
    stage.client.next_code_made = testing::refusal(Code::no_login_profile);
    EXPECT_EQ(run(ResetPasswordVerb{"alice", by_code, true, true}, stage.environment),
              ExitStatus::not_found);
    EXPECT_EQ(stage.out.str(), "");
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
