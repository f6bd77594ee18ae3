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
using testing::Stage;

TEST(MfaShow, a_bound_device_with_what_is_left_and_known) {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    Stage stage;
    stage.client.next_mfa_info = testing::bound_device();
    EXPECT_EQ(run(MfaShowVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "               User: alice\n"
              "      Second factor: bound (SHA1)\n"
              "        Bound since: 2026-02-26 12:00 (3 days ago)\n"
              "Recovery codes left: 9\n"
              "      Known sources: 192.0.2.0/24, tty1\n");
}

TEST(MfaShow, no_device_says_whether_one_has_to_be_bound) {
    for (const auto& [required, words] :
         {std::pair{false, "none"}, {true, "none, has to be bound at the next logon"}}) {
        Stage stage;
        stage.client.next_mfa_info = testing::no_device(required);
        EXPECT_EQ(run(MfaShowVerb{"alice"}, stage.environment), ExitStatus::ok);
        EXPECT_EQ(stage.out.str(), std::string("         User: alice\nSecond factor: ") + words +
                                       "\nKnown sources: -\n");
    }
}

TEST(MfaShow, few_recovery_codes_want_attention) {
    for (const auto& [left, yellow] : {std::pair{3U, false}, {2U, true}, {0U, true}}) {
        Stage stage;
        stage.environment.colour = true;
        stage.client.next_mfa_info = Fields{
            {"Bound", true}, {"Algorithm", std::string("SHA1")}, {"RecoveryCodesLeft", left}};
        EXPECT_EQ(run(MfaShowVerb{"alice"}, stage.environment), ExitStatus::ok);
        EXPECT_EQ(stage.out.str().find("\x1b[33m") != std::string::npos, yellow) << left;
    }
}

TEST(MfaShow, the_json_document_has_the_names_of_the_contract) {
    Stage stage;
    stage.environment.json = true;
    stage.client.next_mfa_info = testing::bound_device();
    EXPECT_EQ(run(MfaShowVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), R"({"UserName":"alice","Bound":true,"Algorithm":"SHA1",)"
                               R"("BindDate":"2026-02-26T12:00:00Z","RecoveryCodesLeft":9,)"
                               R"("KnownSources":["192.0.2.0/24","tty1"],"BindRequired":false})"
                               "\n");
}

TEST(MfaShow, without_a_user_it_is_the_callers_own) {
    Stage stage;
    stage.environment.caller = {1001, "bob"};
    EXPECT_EQ(run(MfaShowVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("mfa bob"));
}

TEST(MfaShow, a_refusal_is_told) {
    Stage stage;
    stage.client.next_mfa_info = testing::refusal(Code::no_login_profile);
    EXPECT_EQ(run(MfaShowVerb{"alice"}, stage.environment), ExitStatus::not_found);
    EXPECT_THAT(stage.err.str(), HasSubstr("EntityNotExist.User.LoginProfile"));
}

TEST(MfaShow, a_source_cannot_write_to_the_readers_terminal) {
    Stage stage;
    stage.client.next_mfa_info = Fields{{"KnownSources", Texts{"tty\x1b[2J"}}};
    EXPECT_EQ(run(MfaShowVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.out.str(), HasSubstr("tty?[2J"));
}

}  // namespace
}  // namespace ramctl
