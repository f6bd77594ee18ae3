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
using testing::profile_of;
using testing::Stage;

constexpr const char* locked_line = "alice:!$y$j9T$salt$hash::::::21915:\n";

struct ManagedStage : Stage {
    ManagedStage() {
        accounts.write_shadow(locked_line);
        client.next_done = Done{};
        Fields profile = profile_of("alice");
        profile.add("ShadowAging",
                    std::string("lock=hash last=19700 min=0 max=99999 warn=7 inactive=-1"));
        client.next_profile = profile;
    }
};

TEST(Delete, it_asks_and_anything_but_yes_is_no) {
    ManagedStage stage;
    EXPECT_EQ(run(DeleteVerb{"alice"}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.client.asked, IsEmpty());
    stage.terminal.says_yes = true;
    EXPECT_EQ(run(DeleteVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("delete alice"));
    EXPECT_THAT(stage.terminal.prompts.front(), HasSubstr("alice"));
}

TEST(Delete, without_a_terminal_and_without_yes_nothing_happens) {
    ManagedStage stage;
    stage.terminal.there = false;
    EXPECT_EQ(run(DeleteVerb{"alice"}, stage.environment), ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, IsEmpty());
    EXPECT_EQ(stage.err.str(),
              "ramctl: InvalidParameter.Arguments.Format: there is no terminal to ask at: repeat "
              "with --yes\n");
}

TEST(Delete, the_shadow_entry_stays_locked_unless_asked) {
    ManagedStage stage;
    EXPECT_EQ(run(DeleteVerb{"alice", true, false}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
}

TEST(Delete, unlock_shadow_gives_lock_and_aging_back) {
    ManagedStage stage;
    EXPECT_EQ(run(DeleteVerb{"alice", true, true}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.accounts.shadow_text(), Stage::shadow_line);
    EXPECT_THAT(stage.client.asked, ElementsAre("profile alice", "delete alice"));
}

TEST(Delete, a_refused_delete_unlocks_nothing) {
    ManagedStage stage;
    stage.client.next_done = testing::refusal(Code::no_permission);
    EXPECT_EQ(run(DeleteVerb{"alice", true, true}, stage.environment), ExitStatus::not_permitted);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
}

TEST(Delete, a_lost_answer_unlocks_only_when_the_profile_is_gone) {
    ManagedStage stage;
    stage.client.next_done = NoAnswer{"connection lost", true};
    EXPECT_EQ(run(DeleteVerb{"alice", true, true}, stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
}

TEST(Delete, the_entry_of_another_account_of_that_name_is_not_unlocked) {
    ManagedStage stage;
    stage.client.next_profile =
        Fields{{"Orphaned", true}, {"ShadowAging", std::string("lock=hash")}};
    EXPECT_EQ(run(DeleteVerb{"alice", true, true}, stage.environment), ExitStatus::conflict);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
    EXPECT_THAT(stage.client.asked, ElementsAre("profile alice"));
}

TEST(Delete, what_is_not_readable_is_not_acted_on) {
    ManagedStage stage;
    stage.client.next_profile = Fields{{"ShadowAging", std::string("something else")}};
    EXPECT_EQ(run(DeleteVerb{"alice", true, true}, stage.environment), ExitStatus::unavailable);
    EXPECT_THAT(stage.runner.ran, IsEmpty());
}

TEST(Delete, the_entry_of_uid_0_is_left_and_the_way_by_hand_is_said) {
    ManagedStage stage;
    stage.accounts.write_passwd("alice:x:0:0::/root:/bin/sh\n");
    EXPECT_EQ(run(DeleteVerb{"alice", true, true}, stage.environment), ExitStatus::attention);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
    EXPECT_THAT(stage.runner.ran, IsEmpty());
    EXPECT_THAT(stage.err.str(), HasSubstr("never touched. By hand: /usr/sbin/usermod --unlock"));
}

TEST(Delete, an_empty_name_is_nobody_and_not_the_caller) {
    ManagedStage stage;
    EXPECT_EQ(run(DeleteVerb{"", true, false}, stage.environment), ExitStatus::not_found);
    EXPECT_THAT(stage.client.asked, IsEmpty());
    EXPECT_EQ(stage.err.str(),
              "ramctl: EntityNotExist.User: '' cannot be the name of an account\n");
}

TEST(Delete, only_root_unlocks) {
    ManagedStage stage;
    stage.environment.caller = {1001, "bob"};
    EXPECT_EQ(run(DeleteVerb{"alice", true, true}, stage.environment), ExitStatus::not_permitted);
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(Delete, an_entry_that_cannot_be_given_back_wants_attention) {
    ManagedStage stage;
    stage.runner.broken = "/usr/sbin/usermod";
    EXPECT_EQ(run(DeleteVerb{"alice", true, true}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.err.str(), HasSubstr("By hand: /usr/sbin/usermod --unlock alice"));
}

TEST(Delete, json_says_what_was_done) {
    ManagedStage stage;
    stage.environment.json = true;
    EXPECT_EQ(run(DeleteVerb{"alice", true, false}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"UserName\":\"alice\",\"Deleted\":true}\n");
}

}  // namespace
}  // namespace ramctl
