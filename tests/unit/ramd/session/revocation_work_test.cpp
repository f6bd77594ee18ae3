// SPDX-License-Identifier: LGPL-2.1-or-later
// What the preference says of a revocation: the session that is kept, and RevokeScope "user".
#include "ramd/session/revocation_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ramd/session/revoker_stage.h"

namespace ramd::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;

Revocation of_user(std::uint64_t id = 1) {
    auto result = revocation(id);
    result.scope = ramauth::policy::RevokeScope::user;
    return result;
}

TEST(RevocationWork, R3_the_kept_session_stays_and_all_others_end) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60), session("2", alice, -60)};
    auto kept = revocation();
    kept.last_session = "1";
    kept.keep_last_session = true;
    stage.revoker->begin(kept, 777);
    stage.run_until(140);
    EXPECT_THAT(stage.logind.touched(), ElementsAre("2"));
    EXPECT_THAT(stage.revoked, ElementsAre(Pair(1, 1)));
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(RevocationWork, R3_a_kept_session_does_not_survive_a_later_revocation_that_keeps_nothing) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    auto kept = revocation(1);
    kept.last_session = "1";
    kept.keep_last_session = true;
    stage.revoker->begin(kept, 0);
    stage.run_until(10);
    ASSERT_TRUE(stage.logind.stands("1"));
    auto reset = revocation(2);
    reset.committed_monotonic_us = at_second(10);
    stage.revoker->begin(reset, 0);
    stage.run_until(11);
    EXPECT_FALSE(stage.logind.stands("1"));
}

TEST(RevocationWork, A_changed_preference_counts_for_the_next_look) {
    RevokerStage stage;
    auto job = session("1", alice, -60);
    job.session.service = "backup";
    stage.programmatic = {"backup"};
    stage.logind.table = {job};
    stage.revoker->begin(revocation(), 0);
    stage.run_until(4);
    ASSERT_TRUE(stage.logind.stands("1"));
    stage.programmatic.clear();
    stage.run_until(6);
    EXPECT_FALSE(stage.logind.stands("1"));
}

TEST(RevocationWork, By_default_the_user_manager_is_left_alone) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    stage.logind.table = {session("1", alice, -60)};
    stage.revoker->begin(revocation(), 0);
    stage.run_until(140);
    EXPECT_THAT(stage.logind.terminated_users, IsEmpty());
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(RevocationWork, Scope_user_ends_the_user_manager_once_the_sessions_are_gone) {
    RevokerStage stage;
    stage.logind.managers = {{alice, 300'000}, {bob, 1000}};
    stage.logind.table = {session("1", alice, -60), session("2", bob, -60)};
    stage.logind.table[0].ends_after_us.reset();
    stage.revoker->begin(of_user(), 0);
    stage.run_until(1.9);
    EXPECT_THAT(stage.logind.terminated_users, IsEmpty()) << "a session is left";
    const auto count = stage.count_of(1, 4);
    EXPECT_THAT(stage.logind.terminated_users, ElementsAre(alice));
    EXPECT_FALSE(stage.logind.managers.contains(alice));
    EXPECT_TRUE(stage.logind.managers.contains(bob));
    ASSERT_TRUE(count);
    EXPECT_EQ(count->ended, 1U);
    EXPECT_EQ(count->outstanding, 0U);
    stage.run_until(140);
    EXPECT_THAT(stage.revoked, ElementsAre(Pair(1, 1)));
    EXPECT_THAT(stage.finished, ElementsAre(1));
    EXPECT_THAT(stage.outstanding, IsEmpty());
}

TEST(RevocationWork, Scope_user_ends_a_lingering_user_manager_without_any_session) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    stage.revoker->begin(of_user(), 0);
    stage.run_until(1);
    EXPECT_THAT(stage.logind.terminated_users, ElementsAre(alice));
    EXPECT_FALSE(stage.logind.managers.contains(alice));
    // Started anew by a logon with the new password: nobody's business any more.
    stage.logind.managers[alice] = 1000;
    stage.run_until(140);
    EXPECT_THAT(stage.logind.terminated_users, ElementsAre(alice));
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(RevocationWork, Ended_means_seen_to_be_gone_of_the_user_manager_as_well) {
    RevokerStage stage;
    stage.logind.managers[alice] = 60'000'000;
    stage.revoker->begin(of_user(), 0);
    const auto count = stage.count_of(1, 11);
    ASSERT_TRUE(count);
    EXPECT_EQ(count->outstanding, 1U);
    stage.run_until(59);
    EXPECT_THAT(stage.revoked, IsEmpty());
    EXPECT_THAT(stage.outstanding, ElementsAre(HasSubstr("user manager")));
    EXPECT_LE(stage.logind.terminated_users.size(), 13U);
    stage.run_until(140);
    EXPECT_THAT(stage.revoked, ElementsAre(Pair(1, 0)));
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(RevocationWork, R5_a_session_opened_after_the_change_keeps_the_user_manager_and_it_is_said) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    stage.logind.table = {session("1", alice, -60), session("2", alice, 0.0001)};
    stage.revoker->begin(of_user(), 0);
    const auto count = stage.count_of(1, 2);
    ASSERT_TRUE(count) << "what is to end has ended";
    EXPECT_EQ(count->ended, 1U);
    EXPECT_EQ(count->outstanding, 0U);
    stage.run_until(140);
    EXPECT_THAT(stage.logind.terminated_users, IsEmpty());
    EXPECT_TRUE(stage.logind.stands("2"));
    EXPECT_THAT(stage.outstanding, ElementsAre(HasSubstr("sessions stay"))) << "once";
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(RevocationWork, R3_the_kept_session_keeps_the_user_manager) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    stage.logind.table = {session("1", alice, -60)};
    auto kept = of_user();
    kept.last_session = "1";
    kept.keep_last_session = true;
    stage.revoker->begin(kept, 0);
    stage.run_until(20);
    EXPECT_TRUE(stage.logind.stands("1"));
    EXPECT_EQ(stage.outstanding.size(), 1U);
    // It logs off: the next sweep finishes the work.
    stage.logind.table.clear();
    stage.run_until(32);
    EXPECT_FALSE(stage.logind.managers.contains(alice));
}

TEST(RevocationWork, A_job_of_a_programmatic_service_is_not_ended_with_the_user) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    auto job = session("1", alice, -60);
    job.session.service = "cron";
    stage.logind.table = {job};
    stage.revoker->begin(of_user(), 0);
    stage.run_until(140);
    EXPECT_TRUE(stage.logind.stands("1"));
    EXPECT_THAT(stage.logind.terminated_users, IsEmpty());
    EXPECT_EQ(stage.outstanding.size(), 1U);
}

TEST(RevocationWork, A_user_manager_that_logind_lists_as_a_session_does_not_keep_itself) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    auto manager = session("c1", alice, -60);
    manager.session.session_class = "manager";
    manager.session.service = "systemd-user";
    stage.logind.table = {manager};
    stage.revoker->begin(of_user(), 0);
    stage.run_until(1);
    EXPECT_THAT(stage.logind.terminated_users, ElementsAre(alice));
}

TEST(RevocationWork, R4_a_late_session_that_started_the_user_manager_again_takes_it_along) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    stage.revoker->remember_logon(*UserName::parse("alice"), alice, 4711, epoch_of_change - 1,
                                  "sshd");
    stage.revoker->begin(of_user(), 0);
    stage.run_until(10);
    ASSERT_FALSE(stage.logind.managers.contains(alice));
    stage.logind.managers[alice] = 1000;
    stage.logind.open(session("9", alice, 10, 4711));
    stage.run_until(12);
    EXPECT_FALSE(stage.logind.stands("9"));
    EXPECT_FALSE(stage.logind.managers.contains(alice));
}

TEST(RevocationWork, R1_a_restart_at_any_moment_does_not_lose_the_user_manager) {
    for (double moment = 0; moment < 2; moment += 0.05) {
        RevokerStage stage;
        stage.logind.managers[alice] = 700'000;
        stage.logind.table = {session("1", alice, -60)};
        stage.revoker->begin(of_user(), 0);
        stage.run_until(moment);
        stage.kill_daemon();
        stage.run_until(moment + 1);
        stage.start();
        stage.revoker->resume({of_user()});
        stage.run_until(140);
        ASSERT_FALSE(stage.logind.stands("1")) << moment;
        ASSERT_FALSE(stage.logind.managers.contains(alice)) << moment;
        ASSERT_THAT(stage.finished, ElementsAre(1)) << moment;
    }
}

TEST(RevocationWork, R6_a_user_that_may_not_be_ended_is_said_and_tried_again) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    stage.logind.mood = ScriptedLogind::Mood::denying;
    stage.revoker->begin(of_user(), 0);
    stage.run_until(20);
    EXPECT_THAT(stage.outstanding,
                ElementsAre(AllOf(StartsWith("no permission"), HasSubstr("polkit said no"))));
    stage.logind.mood = ScriptedLogind::Mood::well;
    stage.run_until(61);
    EXPECT_FALSE(stage.logind.managers.contains(alice));

    RevokerStage refused;
    refused.logind.managers[alice] = 1000;
    refused.logind.refuses_users = true;
    refused.revoker->begin(of_user(), 0);
    refused.run_until(20);
    EXPECT_THAT(refused.outstanding, ElementsAre("not now"));
    EXPECT_THAT(refused.finished, IsEmpty());
}

}  // namespace
}  // namespace ramd::test
