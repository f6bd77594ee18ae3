// SPDX-License-Identifier: LGPL-2.1-or-later
// R1, R6: a revocation outlives restarts, a full disk, and a logind or polkit that is in trouble.
#include "ramd/session/session_revoker.h"

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

TEST(SessionRevoker, R1_the_record_stays_until_the_last_sweep_has_seen_nothing) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    stage.revoker->begin(revocation(), 0);
    stage.run_until(129);
    EXPECT_THAT(stage.finished, IsEmpty());
    stage.run_until(131);
    EXPECT_THAT(stage.finished, ElementsAre(1));
    const auto lists = stage.logind.lists;
    stage.run_until(1000);
    EXPECT_EQ(stage.logind.lists, lists) << "nothing is left to be done";
}

TEST(SessionRevoker, R1_a_restart_at_any_moment_does_not_lose_the_work) {
    for (double moment = 0; moment < 4; moment += 0.05) {
        RevokerStage stage;
        stage.logind.table = {session("1", alice, -60), session("2", alice, -60),
                              session("3", bob, -60)};
        stage.logind.table[1].ends_after_us.reset();
        stage.revoker->begin(revocation(), 0);
        stage.run_until(moment);
        stage.kill_daemon();
        stage.run_until(moment + 1);
        stage.start();
        stage.revoker->resume({revocation()});
        stage.run_until(140);
        ASSERT_FALSE(stage.logind.stands("1")) << moment;
        ASSERT_FALSE(stage.logind.stands("2")) << moment;
        ASSERT_TRUE(stage.logind.stands("3")) << moment;
        ASSERT_THAT(stage.finished, ElementsAre(1)) << moment;
    }
}

TEST(SessionRevoker, R1_a_restart_after_the_last_sweep_looks_once_and_is_done) {
    RevokerStage stage;
    stage.run_until(500);
    stage.revoker->resume({revocation()});
    stage.run_until(501);
    EXPECT_EQ(stage.logind.lists, 1U);
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(SessionRevoker, R1_a_revocation_of_another_boot_is_finished_without_asking_logind) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    auto old = revocation();
    old.boot_id = "boot-before";
    stage.revoker->resume({old});
    stage.run_until(10);
    EXPECT_THAT(stage.finished, ElementsAre(1));
    EXPECT_EQ(stage.logind.lists, 0U);
}

TEST(SessionRevoker, R1_a_disk_that_is_full_keeps_the_record_and_is_tried_again) {
    RevokerStage stage;
    stage.disk_full_times = 2;
    stage.revoker->begin(revocation(), 0);
    stage.run_until(140);
    EXPECT_THAT(stage.finished, IsEmpty());
    stage.run_until(300);
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(SessionRevoker, R1_logind_hung_for_ten_minutes_delays_the_work_and_no_more) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    stage.logind.mood = ScriptedLogind::Mood::hung;
    stage.revoker->begin(revocation(), 0);
    stage.run_until(600);
    EXPECT_THAT(stage.finished, IsEmpty());
    EXPECT_EQ(stage.outstanding.size(), 1U) << "told once";
    EXPECT_LT(stage.logind.lists, 40U) << "asked more and more seldom";
    stage.logind.mood = ScriptedLogind::Mood::well;
    stage.run_until(650);
    EXPECT_FALSE(stage.logind.stands("1"));
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(SessionRevoker, R6_without_permission_it_says_so_once_and_goes_on) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60), session("2", alice, -60)};
    stage.logind.mood = ScriptedLogind::Mood::denying;
    stage.revoker->begin(revocation(), 0);
    const auto count = stage.count_of(1, 11);
    ASSERT_TRUE(count);
    EXPECT_EQ(count->ended, 0U);
    EXPECT_EQ(count->outstanding, 2U);
    stage.run_until(300);
    EXPECT_THAT(stage.outstanding,
                ElementsAre(AllOf(StartsWith("no permission"), HasSubstr("polkit said no"))));
    stage.logind.mood = ScriptedLogind::Mood::well;
    stage.run_until(340);
    EXPECT_FALSE(stage.logind.stands("1"));
    EXPECT_FALSE(stage.logind.stands("2"));
}

TEST(SessionRevoker, R6_a_polkit_that_hangs_is_asked_for_one_session_at_a_look) {
    RevokerStage stage;
    for (int i = 0; i < 30; ++i) {
        stage.logind.table.push_back(session(std::to_string(i), alice, -60));
    }
    stage.logind.mood = ScriptedLogind::Mood::polkit_hung;
    stage.revoker->begin(revocation(), 0);
    const auto count = stage.count_of(1, 20);
    ASSERT_TRUE(count);
    EXPECT_EQ(count->outstanding, 30U);
    EXPECT_LE(stage.logind.unanswered, 6U);
    EXPECT_EQ(stage.outstanding.size(), 1U);
    stage.logind.mood = ScriptedLogind::Mood::well;
    stage.run_until(60);
    EXPECT_THAT(stage.revoked, ElementsAre(Pair(1, 30)));
}

}  // namespace
}  // namespace ramd::test
