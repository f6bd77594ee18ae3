// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/policy_values.h"
#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Stage;

const ramauth::policy::Preset& cis() {
    return *ramauth::policy::find_preset("cis-debian");
}

struct PresetStage : Stage {
    PresetStage() {
        client.next_policy = fields_of(ramauth::policy::PasswordPolicy{});
        client.next_preference =
            Fields{{"MaxIdleDaysForUsers", 730U}, {"RevokeScope", std::string("user")}};
        client.next_done = Done{};
        client.next_preference_done = Done{};
    }
};

TEST(PolicyPreset, presets_are_listed_with_source_and_note) {
    PresetStage stage;
    EXPECT_EQ(run(PolicyPresetsVerb{}, stage.environment), ExitStatus::ok);
    for (const auto& preset : ramauth::policy::presets()) {
        EXPECT_THAT(stage.out.str(), HasSubstr(std::string(preset.name)));
        EXPECT_THAT(stage.out.str(), HasSubstr(std::string(preset.source)));
        EXPECT_THAT(stage.out.str(), HasSubstr(std::string(preset.note)));
    }
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(PolicyPreset, diff_names_field_here_and_preset_and_ends_with_1) {
    PresetStage stage;
    EXPECT_EQ(run(PolicyDiffVerb{"cis-debian"}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), HasSubstr("MaxPasswordAge                         never"));
    EXPECT_THAT(stage.out.str(), HasSubstr("365 days"));
    EXPECT_THAT(stage.out.str(), HasSubstr("MaxIdleDaysForUsers                    730 days"));
    EXPECT_THAT(stage.client.asked, ElementsAre("policy", "preference"));
}

TEST(PolicyPreset, diff_ends_with_0_where_nothing_differs) {
    PresetStage stage;
    stage.client.next_policy = fields_of(cis().policy);
    stage.client.next_preference = fields_of(cis().preference);
    stage.environment.json = true;
    EXPECT_EQ(run(PolicyDiffVerb{"cis-debian"}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"Preset\":\"cis-debian\",\"Differences\":[]}\n");
}

TEST(PolicyPreset, a_field_that_ramd_does_not_know_differs) {
    PresetStage stage;
    stage.client.next_policy = Fields{};
    stage.client.next_preference = fields_of(cis().preference);
    stage.environment.json = true;
    EXPECT_EQ(run(PolicyDiffVerb{"cis-debian"}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(),
                HasSubstr("{\"Field\":\"MaxPasswordAge\",\"Here\":null,\"Preset\":365}"));
}

TEST(PolicyPreset, a_preset_is_set_by_two_calls_and_says_what_changed) {
    PresetStage stage;
    EXPECT_EQ(run(PolicyPresetVerb{"cis-debian", true}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked,
                ElementsAre("policy", "preference", "set-policy", "set-preference"));
    EXPECT_EQ(stage.client.sent, fields_of(cis().policy));
    EXPECT_EQ(stage.client.sent_preference, (Fields{{"MaxIdleDaysForUsers", 45U}}));
    EXPECT_THAT(stage.out.str(), HasSubstr("FIELD"));
    EXPECT_THAT(stage.out.str(), HasSubstr("45 days"));
    EXPECT_THAT(stage.err.str(), HasSubstr("Note: Its scanners"));
}

TEST(PolicyPreset, it_asks_first_and_no_changes_nothing) {
    PresetStage stage;
    EXPECT_EQ(run(PolicyPresetVerb{"cis-debian", false}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.client.asked, ElementsAre("policy", "preference"));
    EXPECT_THAT(stage.terminal.prompts, ElementsAre(HasSubstr("CIS Debian Linux 12 Benchmark?")));
    EXPECT_THAT(stage.err.str(), HasSubstr("365 days"));
    stage.terminal.says_yes = true;
    EXPECT_EQ(run(PolicyPresetVerb{"cis-debian", false}, stage.environment), ExitStatus::ok);
}

TEST(PolicyPreset, without_a_terminal_yes_is_needed) {
    PresetStage stage;
    stage.terminal.there = false;
    EXPECT_EQ(run(PolicyPresetVerb{"cis-debian", false}, stage.environment), ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, ElementsAre("policy", "preference"));
}

TEST(PolicyPreset, a_failure_between_the_two_calls_is_named) {
    PresetStage stage;
    stage.client.next_preference_done = NoAnswer{"gone"};
    EXPECT_EQ(run(PolicyPresetVerb{"cis-debian", true}, stage.environment),
              ExitStatus::unavailable);
    EXPECT_THAT(stage.err.str(), HasSubstr("The password policy of cis-debian was set; of the "
                                           "security preference, MaxIdleDaysForUsers was not."));
    EXPECT_EQ(stage.out.str(), "");
}

TEST(PolicyPreset, a_refused_policy_leaves_the_preference_alone) {
    PresetStage stage;
    stage.client.next_done = testing::refusal(Code::no_permission);
    EXPECT_EQ(run(PolicyPresetVerb{"cis-debian", true}, stage.environment),
              ExitStatus::not_permitted);
    EXPECT_THAT(stage.client.asked, ElementsAre("policy", "preference", "set-policy"));
}

TEST(PolicyPreset, a_source_that_is_silent_about_the_preference_leaves_it_alone) {
    PresetStage stage;
    EXPECT_EQ(run(PolicyPresetVerb{"aws-iam", true}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("policy", "set-policy"));
    EXPECT_THAT(stage.err.str(), HasSubstr("Warning: MaxLoginAttempts and"));
}

TEST(PolicyPreset, a_preset_that_is_none_ends_with_2) {
    PresetStage stage;
    EXPECT_EQ(run(PolicyPresetVerb{"stig", true}, stage.environment), ExitStatus::usage);
    EXPECT_EQ(run(PolicyDiffVerb{""}, stage.environment), ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

}  // namespace
}  // namespace ramctl
