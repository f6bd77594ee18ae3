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

struct PolicyStage : Stage {
    PolicyStage() {
        client.next_policy = Fields{{"MinimumPasswordLength", 8U}, {"HardExpire", false}};
        client.next_done = Done{};
    }
};

TEST(Policy, show_lists_every_field) {
    PolicyStage stage;
    EXPECT_EQ(run(PolicyShowVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "FIELD                  VALUE\n"
              "MinimumPasswordLength  8 characters\n"
              "HardExpire             no\n");
}

TEST(Policy, set_warns_of_what_is_allowed_and_may_not_be_meant) {
    PolicyStage stage;
    stage.client.next_policy = Fields{{"MaxPasswordAge", 10U}, {"InitialPasswordAge", 14U}};
    EXPECT_EQ(run(PolicySetVerb{{"MaxPasswordAge=10"}}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.err.str(), HasSubstr("Warning: InitialPasswordAge (14 days) is longer"));
    EXPECT_EQ(run(PolicyShowVerb{}, stage.environment), ExitStatus::ok);
}

TEST(Policy, json_keeps_the_types) {
    PolicyStage stage;
    stage.environment.json = true;
    EXPECT_EQ(run(PolicyShowVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"MinimumPasswordLength\":8,\"HardExpire\":false}\n");
}

TEST(Policy, set_sends_all_changes_at_once_and_shows_what_is_in_force) {
    PolicyStage stage;
    EXPECT_EQ(run(PolicySetVerb{{"MinimumPasswordLength=14", "HardExpire=yes"}}, stage.environment),
              ExitStatus::ok);
    EXPECT_EQ(stage.client.sent, (Fields{{"MinimumPasswordLength", 14U}, {"HardExpire", true}}));
    EXPECT_THAT(stage.client.asked, ElementsAre("set-policy", "policy"));
}

TEST(Policy, what_is_not_an_assignment_is_refused_without_a_call) {
    PolicyStage stage;
    for (const char* text : {"MaxPasswordAge", "=1", "MaxPasswordAge=", "MaxPasswordAge=-1",
                             "MaxPasswordAge=1d", "MaxPasswordAge=4294967296", "A= 1"})
        EXPECT_EQ(run(PolicySetVerb{{text}}, stage.environment), ExitStatus::usage) << text;
    EXPECT_EQ(run(PolicySetVerb{{"A=1", "A=2"}}, stage.environment), ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, IsEmpty());
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: InvalidParameter.MaxPasswordAge.Format: "));
}

TEST(Policy, a_field_that_ramd_does_not_know_ends_with_2) {
    PolicyStage stage;
    stage.client.next_done = Refusal{Code::parameter_format, "there is no such field", "Moon"};
    EXPECT_EQ(run(PolicySetVerb{{"Moon=1"}}, stage.environment), ExitStatus::usage);
    EXPECT_EQ(stage.err.str(), "ramctl: InvalidParameter.Moon.Format: there is no such field\n");
}

}  // namespace
}  // namespace ramctl
