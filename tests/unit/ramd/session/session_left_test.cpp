// SPDX-License-Identifier: LGPL-2.1-or-later
// What a revocation leaves, meets half-way or must not touch.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ramd/session/revoker_stage.h"

namespace ramd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

Revocation of_the_user() {
    auto whole = revocation();
    whole.scope = ramauth::policy::RevokeScope::user;
    return whole;
}

TEST(SessionsLeft, R7_logons_that_run_on_outside_the_sessions_are_named_when_these_have_ended) {
    RevokerStage stage;
    stage.time.run_until(at_second(-30));
    stage.revoker->remember_logon(*UserName::parse("alice"), alice, 4000, 6, "sshd");
    stage.revoker->remember_logon(*UserName::parse("alice"), alice, 5000, 6, "su");
    stage.revoker->remember_logon(*UserName::parse("alice"), alice, 5001, std::nullopt, "cron");
    stage.revoker->remember_logon(*UserName::parse("alice"), alice, 5002, std::nullopt,
                                  "systemd-user");
    stage.revoker->remember_logon(*UserName::parse("bob"), bob, 5003, 6, "su");
    stage.logind.table = {session("1", alice, 0, 4000)};
    auto later = revocation();
    later.committed_monotonic_us = at_second(1);
    stage.time.run_until(at_second(1));
    stage.revoker->begin(later, 0);
    stage.run_until(2);
    EXPECT_THAT(stage.left, ElementsAre(Field(&AcceptedLogon::leader, 5000),
                                        Field(&AcceptedLogon::leader, 5001)));
    stage.run_until(140);
    EXPECT_EQ(stage.left.size(), 2U) << "expected: they are named once";
}

TEST(SessionsLeft, R2_a_scope_that_logind_gave_up_is_followed_until_it_is_empty) {
    RevokerStage stage;
    stage.scopes.populated_ones = {"session-1.scope"};
    stage.logind.table = {session("1", alice, -60)};
    stage.logind.table[0].session.scope = "session-1.scope";
    stage.revoker->begin(revocation(), 0);
    stage.run_until(1);
    ASSERT_FALSE(stage.logind.stands("1"));
    EXPECT_THAT(stage.revoked, IsEmpty()) << "expected: not called ended while a process is there";
    stage.run_until(20);
    EXPECT_THAT(stage.outstanding, ElementsAre(HasSubstr("session-1.scope")));
    const auto outstanding = stage.revoker->outstanding();
    ASSERT_EQ(outstanding.size(), 1U);
    EXPECT_EQ(outstanding[0].sessions, 1U);
    EXPECT_THAT(outstanding[0].why, HasSubstr("SIGKILL has not ended"));
    stage.run_until(200);
    EXPECT_THAT(stage.finished, IsEmpty()) << "expected: the record stays as long as the process";
    stage.scopes.populated_ones.clear();
    stage.run_until(240);
    EXPECT_THAT(stage.revoked, ElementsAre(Pair(1, 1)));
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

// A restarted logind goes on to list a closing session whose scope has gone, for ever.
TEST(SessionsLeft, R1_what_logind_lists_and_the_kernel_knows_to_be_empty_has_ended) {
    RevokerStage stage;
    stage.scopes.known = true;
    stage.logind.table = {session("1", alice, -60)};
    stage.logind.table[0].session.state = "closing";
    stage.logind.table[0].kills_needed = 1000;
    stage.revoker->begin(revocation(), 0);
    stage.run_until(140);
    EXPECT_THAT(stage.logind.touched(), IsEmpty());
    EXPECT_THAT(stage.outstanding, IsEmpty());
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(SessionsLeft, R2_a_closing_session_whose_scope_holds_a_process_is_killed) {
    RevokerStage stage;
    stage.scopes.known = true;
    stage.scopes.populated_ones = {"session-1.scope"};
    stage.logind.table = {session("1", alice, -60)};
    stage.logind.table[0].session.state = "closing";
    stage.revoker->begin(revocation(), 0);
    stage.run_until(0.005);
    EXPECT_THAT(stage.logind.killed, ElementsAre("1"));
}

TEST(SessionsLeft, R3_the_session_of_the_change_goes_when_the_others_have_gone) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60), session("2", alice, -60)};
    stage.logind.table[1].ends_after_us.reset();
    auto typed_in_1 = revocation();
    typed_in_1.last_session = "1";
    stage.revoker->begin(typed_in_1, 0);
    stage.run_until(1.9);
    EXPECT_TRUE(stage.logind.stands("1"));
    stage.run_until(2.3);
    EXPECT_FALSE(stage.logind.stands("2"));
    EXPECT_THAT(stage.logind.touched(), ElementsAre("2", "1", "2"));
}

TEST(SessionsLeft, R3_and_waits_for_them_for_five_seconds_at_most) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60), session("2", alice, -60)};
    stage.logind.table[1].ends_after_us.reset();
    stage.logind.table[1].kills_needed = 100;
    auto typed_in_1 = revocation();
    typed_in_1.last_session = "1";
    stage.revoker->begin(typed_in_1, 0);
    stage.run_until(4.9);
    EXPECT_TRUE(stage.logind.stands("1"));
    stage.run_until(5.5);
    EXPECT_FALSE(stage.logind.stands("1"));
}

TEST(SessionsLeft, R5_a_user_manager_that_was_started_after_the_change_stays) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    stage.logind.manager_started_us[alice] = at_second(1);
    stage.run_until(1.5);
    stage.revoker->begin(of_the_user(), 0);
    stage.run_until(140);
    EXPECT_THAT(stage.logind.terminated_users, IsEmpty());
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(SessionsLeft, R5_a_manager_that_took_over_from_the_one_that_was_meant_stays) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    stage.logind.table = {session("9", alice, 0.5)};  // keeps the old one for a while
    stage.revoker->begin(of_the_user(), 0);
    stage.run_until(2);
    ASSERT_THAT(stage.logind.terminated_users, IsEmpty());
    stage.logind.table.clear();
    stage.logind.manager_started_us[alice] = at_second(2);
    stage.run_until(140);
    EXPECT_THAT(stage.logind.terminated_users, IsEmpty());
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(SessionsLeft, R5_scopes_of_sessions_that_stay_are_no_concern) {
    RevokerStage stage;
    stage.scopes.populated_ones = {"session-2.scope"};
    stage.logind.table = {session("2", alice, 1)};
    stage.logind.table[0].session.scope = "session-2.scope";
    stage.revoker->begin(revocation(), 0);
    stage.run_until(140);
    EXPECT_THAT(stage.outstanding, IsEmpty());
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(SessionsLeft, R4_a_late_session_is_known_after_a_restart_of_the_daemon) {
    RevokerStage stage;
    stage.revoker->remember_logon(*UserName::parse("alice"), alice, 4711, epoch_of_change - 1,
                                  "sshd");
    stage.kill_daemon();
    stage.start();
    stage.revoker->resume({revocation()});
    stage.run_until(3);
    stage.logind.open(session("9", alice, 3, 4711));
    stage.logind.open(session("10", alice, 3, 4712));
    stage.run_until(140);
    EXPECT_THAT(stage.logind.touched(), ElementsAre("9"));
}

TEST(SessionsLeft, R5_an_id_that_another_logind_gave_to_somebody_else_is_not_touched) {
    RevokerStage stage;
    stage.logind.table = {session("c1", alice, -60), session("c2", alice, -60)};
    // After the look and before the call logind is another one, and its "c1" is bob's.
    bool restarted = false;
    stage.logind.before_end = [&] {
        if (std::exchange(restarted, true)) return;
        stage.logind.unique_name = ":1.99";
        stage.logind.table = {session("c1", bob, 0), session("c2", alice, -60)};
    };
    stage.revoker->begin(revocation(), 0);
    stage.run_until(140);
    EXPECT_TRUE(restarted);
    EXPECT_THAT(stage.logind.touched(), ElementsAre("c2"));
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(SessionsLeft, R5_the_user_manager_waits_for_who_is_logging_on) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    stage.revoker->remember_logon(*UserName::parse("alice"), alice, 4711, epoch_of_change, "sshd");
    stage.revoker->begin(of_the_user(), 0);
    stage.run_until(2);
    EXPECT_THAT(stage.logind.terminated_users, IsEmpty());
    stage.logind.open(session("9", alice, 2, 4711));
    stage.run_until(140);
    EXPECT_THAT(stage.logind.touched(), IsEmpty());
    EXPECT_THAT(stage.logind.terminated_users, IsEmpty());
    EXPECT_TRUE(stage.logind.stands("9"));
}

TEST(SessionsLeft, R5_a_logon_that_opens_no_session_holds_the_user_manager_for_five_seconds) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    stage.revoker->remember_logon(*UserName::parse("alice"), alice, 4711, epoch_of_change, "sshd");
    stage.revoker->begin(of_the_user(), 0);
    stage.run_until(8);
    EXPECT_THAT(stage.logind.terminated_users, ElementsAre(alice));
}

TEST(SessionsLeft, counts_the_other_sessions_that_a_change_would_end) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60), session("2", alice, -50),
                          session("3", alice, -40), session("4", bob, -60)};
    stage.logind.table[2].session.service = "cron";
    std::vector<std::optional<unsigned>> counts;
    const auto ask = [&]() -> boost::asio::awaitable<void> {
        counts.push_back(co_await stage.revoker->others_to_end(alice, "1"));
        counts.push_back(co_await stage.revoker->others_to_end(alice, ""));
        counts.push_back(co_await stage.revoker->others_to_end({1003}, ""));
        stage.logind.mood = ScriptedLogind::Mood::hung;
        counts.push_back(co_await stage.revoker->others_to_end(alice, "1"));
    };
    boost::asio::co_spawn(stage.time.loop, ask(), boost::asio::detached);
    stage.run_until(1.1);
    EXPECT_THAT(counts, ElementsAre(1U, 2U, 0U, std::nullopt));
}

TEST(SessionsLeft, R6_a_refusal_of_polkit_is_known_to_who_changed_and_to_who_waits) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60), session("2", alice, -60)};
    stage.logind.mood = ScriptedLogind::Mood::denying;
    stage.revoker->begin(revocation(), 0);
    std::vector<bool> answers;
    const auto ask = [&]() -> boost::asio::awaitable<void> {
        answers.push_back(co_await stage.revoker->not_permitted(alice));
        answers.push_back(co_await stage.revoker->not_permitted(alice));
        answers.push_back(co_await stage.revoker->not_permitted(bob));
    };
    boost::asio::co_spawn(stage.time.loop, ask(), boost::asio::detached);
    const auto count = stage.count_of(1, 0.1);
    EXPECT_THAT(answers, ElementsAre(true, true, false));
    ASSERT_TRUE(count) << "expected: nobody waits ten seconds for what is known";
    EXPECT_EQ(count->outstanding, 2U);
    EXPECT_THAT(count->why, HasSubstr("polkit said no"));
}

TEST(SessionsLeft, R6_a_polkit_that_hangs_is_waited_for_a_quarter_of_a_second) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    stage.logind.mood = ScriptedLogind::Mood::polkit_hung;
    stage.revoker->begin(revocation(), 0);
    std::optional<bool> answer;
    boost::asio::co_spawn(stage.time.loop, stage.revoker->not_permitted(alice),
                          [&](const std::exception_ptr&, bool denied) { answer = denied; });
    stage.run_until(0.2);
    EXPECT_FALSE(answer);
    stage.run_until(0.3);
    EXPECT_EQ(answer, false);
}

TEST(SessionsLeft, tells_what_is_outstanding_and_why) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    stage.logind.mood = ScriptedLogind::Mood::denying;
    stage.revoker->begin(revocation(), 0);
    stage.run_until(1);
    auto outstanding = stage.revoker->outstanding();
    ASSERT_EQ(outstanding.size(), 1U);
    EXPECT_EQ(outstanding[0].revocation.id, 1U);
    EXPECT_THAT(outstanding[0].why, HasSubstr("no permission"));
    stage.logind.mood = ScriptedLogind::Mood::well;
    stage.run_until(40);
    EXPECT_THAT(stage.revoker->outstanding(), IsEmpty());
}

}  // namespace
}  // namespace ramd::test
