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
using testing::Stage;

struct OwnStage : Stage {
    OwnStage() {
        environment.caller = {1001, "bob"};
        client.next_fields = Fields{};
    }
};

TEST(ChangePassword, present_and_new_password_are_a_line_each) {
    OwnStage stage;
    stage.terminal.lines = {"the old one", "the new one"};
    EXPECT_EQ(run(ChangePasswordVerb{PasswordSource::standard_input}, stage.environment),
              ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("change bob"));
    EXPECT_EQ(stage.client.sent_present, "the old one");
    EXPECT_EQ(stage.client.sent_password, "the new one");
    EXPECT_THAT(stage.out.str() + stage.err.str(), Not(HasSubstr(" one")));
}

TEST(ChangePassword, a_terminal_asks_three_times) {
    OwnStage stage;
    stage.terminal.lines = {"old", "new", "new"};
    EXPECT_EQ(run(ChangePasswordVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.terminal.prompts,
                ElementsAre("Current password: ", "New password: ", "Retype new password: "));
}

TEST(ChangePassword, one_line_is_not_enough) {
    OwnStage stage;
    stage.terminal.lines = {"old"};
    EXPECT_EQ(run(ChangePasswordVerb{PasswordSource::standard_input}, stage.environment),
              ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(ChangePassword, a_wrong_present_password_ends_with_5) {
    OwnStage stage;
    stage.terminal.lines = {"old", "new"};
    stage.client.next_fields = testing::refusal(Code::old_password_incorrect);
    EXPECT_EQ(run(ChangePasswordVerb{PasswordSource::standard_input}, stage.environment),
              ExitStatus::wrong_password);
}

TEST(ChangePassword, what_ramd_says_is_told) {
    OwnStage stage;
    stage.terminal.lines = {"old", "new"};
    stage.client.next_fields = Fields{{"Message", std::string("2 sessions end.")}};
    EXPECT_EQ(run(ChangePasswordVerb{PasswordSource::standard_input}, stage.environment),
              ExitStatus::ok);
    EXPECT_EQ(stage.err.str(), "2 sessions end.\n");
}

TEST(ChangePassword, says_of_sessions_what_is_true_of_them) {
    const auto told = [](const Fields& facts) {
        OwnStage stage;
        stage.terminal.lines = {"old", "new"};
        stage.client.next_fields = facts;
        EXPECT_EQ(run(ChangePasswordVerb{PasswordSource::standard_input}, stage.environment),
                  ExitStatus::ok);
        return stage.err.str();
    };
    const auto facts = [](const char* asking, std::uint32_t others) {
        return Fields{{"OtherSessions", others}, {"ThisSession", std::string(asking)}};
    };
    const std::string all = "Your password was changed. Your sessions are ending.\n";
    const std::string others = "Your password was changed. Your other sessions are ending.\n";
    const std::string none = "Your password was changed.\n";
    EXPECT_EQ(told({}), all);
    EXPECT_EQ(told(facts("ends", 0)), all);
    EXPECT_EQ(told(facts("ends", 2)), all);
    EXPECT_EQ(told(facts("stays", 2)), others);
    EXPECT_EQ(told(facts("stays", 0)), none);
    EXPECT_EQ(told(facts("none", 2)), all);
    EXPECT_EQ(told(facts("none", 0)), none);
}

}  // namespace
}  // namespace ramctl
