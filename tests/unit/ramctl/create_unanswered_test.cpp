// SPDX-License-Identifier: LGPL-2.1-or-later
// A create whose end nobody told: at no time two passwords open the account.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::profile_of;
using testing::Stage;
using testing::test_now;

constexpr const char* locked_line = "alice:!$y$j9T$salt$hash::::::21915:\n";
constexpr const char* the_way_back = "/usr/sbin/usermod --unlock alice && /usr/bin/chage";
const NoAnswer lost{"connection lost", true};

// Where alice has no profile yet.
struct FreeStage : Stage {
    FreeStage() { client.first_profiles.emplace_back(testing::refusal(Code::no_login_profile)); }
};

CreateVerb generated() {
    CreateVerb verb;
    verb.user = "alice";
    verb.source = PasswordSource::generated;
    return verb;
}

CreateVerb from_stdin() {
    CreateVerb verb = generated();
    verb.source = PasswordSource::standard_input;
    return verb;
}

Fields made_at(Timestamp time) {
    Fields profile = profile_of("alice");
    profile.add("CreateDate", time);
    return profile;
}

// What ramd says when it broke, perhaps after the commit.
const Code broken[] = {Code::service_failure, Code::limit_exceeded};

TEST(CreateUnanswered, a_lost_answer_is_looked_for_and_a_profile_that_is_there_counts) {
    FreeStage stage;
    stage.client.next_written = lost;
    stage.client.next_profile = made_at(test_now + std::chrono::seconds(1));
    stage.terminal.lines = {"correct horse"};
    EXPECT_EQ(run(from_stdin(), stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
}

TEST(CreateUnanswered, a_lost_generated_password_is_said) {
    FreeStage stage;
    stage.client.next_written = lost;
    stage.client.next_profile = made_at(test_now);
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl reset-password --generate alice"));
}

// It may be made after the look.
TEST(CreateUnanswered, a_lost_answer_without_a_profile_leaves_the_entry_locked) {
    FreeStage stage;
    stage.client.next_written = lost;
    stage.client.next_profile = testing::refusal(Code::no_login_profile);
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
    EXPECT_THAT(stage.err.str(), AllOf(HasSubstr("Repeat the create"), HasSubstr(the_way_back),
                                       HasSubstr("ramctl delete --unlock-shadow alice")));
}

TEST(CreateUnanswered, beside_somebody_elses_profile_the_entry_stays_locked) {
    FreeStage stage;
    stage.client.next_written = lost;
    stage.client.next_profile = made_at(test_now - std::chrono::hours(1));
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
    EXPECT_THAT(stage.err.str(), HasSubstr(the_way_back));
}

TEST(CreateUnanswered, a_create_that_came_second_leaves_the_entry_locked) {
    FreeStage stage;
    stage.client.next_written = testing::refusal(Code::login_profile_exists);
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::conflict);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
    EXPECT_THAT(stage.err.str(), HasSubstr(the_way_back));
    EXPECT_THAT(stage.client.asked, ElementsAre("profile alice", "create alice"));
}

TEST(CreateUnanswered, where_nobody_knows_the_entry_stays_locked_and_the_way_back_is_said) {
    FreeStage stage;
    stage.client.next_written = lost;
    EXPECT_EQ(run(generated(), stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
    EXPECT_THAT(stage.err.str(), HasSubstr(the_way_back));
}

TEST(CreateUnanswered, a_failure_after_the_commit_keeps_the_entry_locked) {
    for (const Code code : broken) {
        FreeStage stage;
        stage.client.next_written = testing::refusal(code);
        stage.client.next_profile = made_at(test_now);
        stage.terminal.lines = {"correct horse"};
        EXPECT_EQ(run(from_stdin(), stage.environment), ExitStatus::ok);
        EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
    }
}

TEST(CreateUnanswered, a_failure_before_the_commit_gives_the_entry_back) {
    for (const Code code : broken) {
        FreeStage stage;
        stage.client.next_written = testing::refusal(code);
        stage.client.next_profile = testing::refusal(Code::no_login_profile);
        EXPECT_EQ(run(generated(), stage.environment), ExitStatus::unavailable);
        EXPECT_EQ(stage.accounts.shadow_text(), Stage::shadow_line);
        EXPECT_THAT(stage.err.str(), HasSubstr("a sentence (request 0123)"));
        EXPECT_THAT(stage.err.str(), Not(HasSubstr("left locked")));
    }
}

TEST(CreateUnanswered, a_failure_that_cannot_be_looked_into_keeps_the_entry_locked) {
    for (const Code code : broken) {
        FreeStage stage;
        stage.client.next_written = testing::refusal(code);
        EXPECT_EQ(run(generated(), stage.environment), ExitStatus::unavailable);
        EXPECT_EQ(stage.accounts.shadow_text(), locked_line);
        EXPECT_THAT(stage.err.str(), HasSubstr(the_way_back));
    }
}

}  // namespace
}  // namespace ramctl
