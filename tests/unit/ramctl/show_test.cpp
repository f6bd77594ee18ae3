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
using testing::profile_of;
using testing::Stage;

TEST(Show, the_json_document_has_the_names_of_the_model) {
    Stage stage;
    stage.environment.json = true;
    stage.client.next_profile = profile_of("alice");
    EXPECT_EQ(run(ShowVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              R"({"UserName":"alice","Uid":1000,"Status":"Active","PasswordStatus":"NotInitial",)"
              R"("PasswordResetRequired":false,"LastLoginTime":"2026-03-01T09:00:00Z",)"
              R"("PasswordExpireTime":null,"ShadowKept":false,"Orphaned":false,)"
              R"("MFA":{"Bound":false,"KnownSources":[],"BindRequired":false}})"
              "\n");
}

TEST(Show, without_a_user_it_is_the_callers_own) {
    Stage stage;
    stage.environment.caller = {1001, "bob"};
    stage.client.next_profile = profile_of("bob");
    EXPECT_EQ(run(ShowVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("profile bob", "mfa bob"));
}

TEST(Show, an_empty_name_is_nobody_and_not_the_caller) {
    Stage stage;
    EXPECT_EQ(run(ShowVerb{""}, stage.environment), ExitStatus::not_found);
    EXPECT_EQ(run(SessionsVerb{""}, stage.environment), ExitStatus::not_found);
    EXPECT_THAT(stage.client.asked, ::testing::IsEmpty());
}

TEST(Show, a_caller_without_a_name_has_no_profile) {
    Stage stage;
    stage.environment.caller = {4711, ""};
    EXPECT_EQ(run(ShowVerb{}, stage.environment), ExitStatus::not_found);
}

TEST(Show, a_user_without_a_profile_ends_with_3) {
    Stage stage;
    stage.client.next_profile = testing::refusal(Code::no_login_profile);
    EXPECT_EQ(run(ShowVerb{"alice"}, stage.environment), ExitStatus::not_found);
    EXPECT_EQ(stage.out.str(), "");
    EXPECT_EQ(stage.err.str(),
              "ramctl: EntityNotExist.User.LoginProfile: a sentence (request 0123)\n");
}

TEST(Show, fields_of_a_newer_ramd_are_shown_too) {
    Stage stage;
    stage.client.next_profile = Fields{{"UserName", std::string("alice")}, {"Moon", 7U}};
    EXPECT_EQ(run(ShowVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "         User: alice\n         Moon: 7\nSecond factor: none\nKnown sources: -\n");
}

TEST(Show, device_recovery_codes_and_known_sources_are_shown_with_it) {
    Stage stage;
    stage.client.next_profile = Fields{{"UserName", std::string("alice")}};
    stage.client.next_mfa_info = testing::bound_device();
    EXPECT_EQ(run(ShowVerb{"alice"}, stage.environment), ExitStatus::ok);
    for (const char* line : {"Second factor: bound (SHA1)\n", "Recovery codes left: 9\n",
                             "Known sources: 192.0.2.0/24, tty1\n"})
        EXPECT_THAT(stage.out.str(), HasSubstr(line));
}

TEST(Show, a_second_factor_that_is_not_told_hides_no_profile) {
    Stage stage;
    stage.client.next_profile = Fields{{"UserName", std::string("alice")}};
    stage.client.next_mfa_info = NoAnswer{"no reply in time"};
    EXPECT_EQ(run(ShowVerb{"alice"}, stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(stage.out.str(), "User: alice\n");
    EXPECT_THAT(stage.err.str(), HasSubstr("no reply in time"));
}

}  // namespace
}  // namespace ramctl
