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
using testing::Stage;

// bob at his terminal, who is nobody but himself.
struct OwnStage : Stage {
    OwnStage() {
        environment.caller = {1001, "bob"};
        environment.typed = true;
        terminal.says_yes = true;
        terminal.lines = {"123456"};
        client.next_done = Done{};
    }
};

TEST(MfaUnbind, root_is_asked_and_needs_no_code) {
    Stage stage;
    stage.client.next_done = Done{};
    EXPECT_EQ(run(MfaUnbindVerb{"alice"}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.client.asked, IsEmpty());
    stage.terminal.says_yes = true;
    EXPECT_EQ(run(MfaUnbindVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("unbind-mfa alice"));
    EXPECT_THAT(stage.terminal.prompts.front(), HasSubstr("alice"));
}

TEST(MfaUnbind, root_needs_no_code_for_its_own_device_either) {
    Stage stage;
    stage.client.next_done = Done{};
    EXPECT_EQ(run(MfaUnbindVerb{{}, true}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("unbind-mfa root"));
}

TEST(MfaUnbind, yes_is_for_scripts) {
    Stage stage;
    stage.terminal.there = false;
    stage.client.next_done = Done{};
    EXPECT_EQ(run(MfaUnbindVerb{"alice"}, stage.environment), ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, IsEmpty());
    EXPECT_EQ(run(MfaUnbindVerb{"alice", true}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.terminal.prompts, IsEmpty());
}

TEST(MfaUnbind, the_own_device_needs_a_present_code) {
    OwnStage stage;
    EXPECT_EQ(run(MfaUnbindVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("unbind-own-mfa bob"));
    EXPECT_THAT(stage.client.sent_codes, ElementsAre("123456"));
    EXPECT_EQ(stage.terminal.prompts.back(), "Verification code: ");
}

TEST(MfaUnbind, the_own_name_is_the_own_device_too) {
    OwnStage stage;
    EXPECT_EQ(run(MfaUnbindVerb{"bob", true}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("unbind-own-mfa bob"));
}

TEST(MfaUnbind, a_recovery_code_does_as_well) {
    OwnStage stage;
    stage.terminal.lines = {"abcd-efgh-ijkl-mnop"};
    EXPECT_EQ(run(MfaUnbindVerb{{}, true}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.sent_codes, ElementsAre("abcd-efgh-ijkl-mnop"));
}

TEST(MfaUnbind, a_script_gives_the_code_on_standard_input) {
    OwnStage stage;
    stage.environment.typed = false;
    stage.terminal.there = false;
    EXPECT_EQ(run(MfaUnbindVerb{{}, true}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.sent_codes, ElementsAre("123456"));
    EXPECT_THAT(stage.terminal.prompts, IsEmpty());
}

TEST(MfaUnbind, what_is_no_code_is_never_sent) {
    OwnStage stage;
    stage.environment.typed = false;
    for (const char* typed : {"12345", "1234567", "12345x"}) {
        stage.terminal.lines = {typed};
        EXPECT_EQ(run(MfaUnbindVerb{{}, true}, stage.environment), ExitStatus::usage);
    }
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(MfaUnbind, a_wrong_code_ends_with_5) {
    OwnStage stage;
    stage.client.next_done = testing::refusal(Code::authentication_failed);
    EXPECT_EQ(run(MfaUnbindVerb{{}, true}, stage.environment), ExitStatus::wrong_password);
    EXPECT_EQ(stage.out.str(), "");
}

TEST(MfaUnbind, of_somebody_else_it_is_an_administrators) {
    OwnStage stage;
    stage.client.next_done = testing::refusal(Code::no_permission);
    EXPECT_EQ(run(MfaUnbindVerb{"alice", true}, stage.environment), ExitStatus::not_permitted);
    EXPECT_THAT(stage.client.asked, ElementsAre("unbind-mfa alice"));
}

TEST(MfaUnbind, an_empty_name_is_nobody_and_not_the_caller) {
    OwnStage stage;
    EXPECT_EQ(run(MfaUnbindVerb{"", true}, stage.environment), ExitStatus::not_found);
    EXPECT_EQ(run(MfaBindVerb{""}, stage.environment), ExitStatus::not_found);
    EXPECT_EQ(run(MfaShowVerb{""}, stage.environment), ExitStatus::not_found);
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(MfaUnbind, json_says_what_was_done) {
    Stage stage;
    stage.environment.json = true;
    stage.client.next_done = Done{};
    EXPECT_EQ(run(MfaUnbindVerb{"alice", true}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"UserName\":\"alice\",\"Unbound\":true}\n");
}

}  // namespace
}  // namespace ramctl
