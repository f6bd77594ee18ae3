// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ::testing::IsEmpty;
using testing::profile_of;
using testing::Stage;

TEST(Set, only_what_is_named_is_sent) {
    Stage stage;
    stage.client.will_write(profile_of("alice"));
    EXPECT_EQ(run(SetVerb{"alice", "Inactive", {}}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.client.sent, (Fields{{"Status", std::string("Inactive")}}));
    EXPECT_EQ(stage.out.str(), "");
}

TEST(Set, an_address_can_be_taken_away) {
    Stage stage;
    stage.client.will_write(profile_of("alice"));
    SetVerb verb{"alice", {}, {}};
    verb.options.email = "";
    EXPECT_EQ(run(verb, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.client.sent, (Fields{{"RecoveryEmail", std::string()}}));
}

TEST(Set, known_sources_are_forgotten_alone_or_with_other_things) {
    Stage stage;
    stage.client.will_write(profile_of("alice"));
    EXPECT_EQ(run(SetVerb{"alice", {}, {}, true}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.client.sent, (Fields{{"ForgetSources", true}}));
    EXPECT_EQ(run(SetVerb{"alice", "Active", {}, true}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.client.sent,
              (Fields{{"Status", std::string("Active")}, {"ForgetSources", true}}));
}

TEST(Set, nothing_to_set_is_a_wrong_command_line) {
    Stage stage;
    EXPECT_EQ(run(SetVerb{"alice", {}, {}}, stage.environment), ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(Set, a_conflict_ends_with_7) {
    Stage stage;
    stage.client.next_written = testing::refusal(Code::temporarily_unmodifiable);
    EXPECT_EQ(run(SetVerb{"alice", "Active", {}}, stage.environment), ExitStatus::conflict);
}

TEST(Set, json_is_the_profile) {
    Stage stage;
    stage.environment.json = true;
    stage.client.will_write({{"UserName", std::string("alice")}});
    EXPECT_EQ(run(SetVerb{"alice", "Active", {}}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"UserName\":\"alice\"}\n");
}

}  // namespace
}  // namespace ramctl
