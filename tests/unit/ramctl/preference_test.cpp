// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Stage;

struct PreferenceStage : Stage {
    PreferenceStage() {
        client.next_preference = Fields{{"RevokeScope", std::string("sessions")},
                                        {"LoginNetworkMasks", Texts{}},
                                        {"LoginSessionDuration", 8U}};
        client.next_preference_done = Done{};
    }
};

TEST(Preference, show_is_in_the_order_of_the_model) {
    PreferenceStage stage;
    EXPECT_EQ(run(PreferenceShowVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "FIELD                 VALUE\n"
              "LoginSessionDuration  8 h\n"
              "LoginNetworkMasks     any\n"
              "RevokeScope           sessions\n");
}

TEST(Preference, set_sends_lists_and_shows_what_is_in_force) {
    PreferenceStage stage;
    stage.environment.json = true;
    EXPECT_EQ(run(PreferenceSetVerb{{"LoginNetworkMasks=192.0.2.0/24", "RevokeScope=sessions"}},
                  stage.environment),
              ExitStatus::ok);
    EXPECT_EQ(stage.client.sent_preference, (Fields{{"LoginNetworkMasks", Texts{"192.0.2.0/24"}},
                                                    {"RevokeScope", std::string("sessions")}}));
    EXPECT_THAT(stage.client.asked, ElementsAre("set-preference", "preference"));
    EXPECT_EQ(stage.out.str(),
              "{\"LoginSessionDuration\":8,\"LoginNetworkMasks\":[],\"RevokeScope\":\"sessions\"}"
              "\n");
}

TEST(Preference, what_is_refused_is_told_and_shows_nothing) {
    PreferenceStage stage;
    EXPECT_EQ(run(PreferenceSetVerb{{"LoginSessionDuration=long"}}, stage.environment),
              ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, IsEmpty());
    stage.client.next_preference_done = Refusal{Code::parameter_range, "0 to 24", "X"};
    EXPECT_EQ(run(PreferenceSetVerb{{"LoginSessionDuration=25"}}, stage.environment),
              ExitStatus::usage);
    EXPECT_EQ(stage.out.str(), "");
}

}  // namespace
}  // namespace ramctl
