// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/session_revoker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ramd/session/revoker_stage.h"

namespace ramd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(SessionRevoker, Ends_the_sessions_of_the_account_and_no_others) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60), session("2", bob, -60),
                          session("3", alice, -5)};
    stage.revoker->begin(revocation(), 0);
    stage.run_until(1);
    EXPECT_THAT(stage.logind.terminated, ElementsAre("1", "3"));
    EXPECT_THAT(stage.logind.killed, IsEmpty());
    EXPECT_TRUE(stage.logind.stands("2"));
    EXPECT_THAT(stage.revoked, ElementsAre(Pair(1, 2)));
}

TEST(SessionRevoker, R2_what_ignores_SIGTERM_is_killed_after_two_seconds) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    stage.logind.table[0].ends_after_us.reset();
    stage.revoker->begin(revocation(), 0);
    stage.run_until(1.9);
    EXPECT_THAT(stage.logind.killed, IsEmpty());
    stage.run_until(3);
    EXPECT_FALSE(stage.logind.stands("1"));
    EXPECT_THAT(stage.revoked, ElementsAre(Pair(1, 1)));
}

TEST(SessionRevoker, R2_a_session_left_in_closing_is_killed_at_once) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    stage.logind.table[0].session.state = "closing";
    stage.revoker->begin(revocation(), 0);
    stage.run_until(0.5);
    EXPECT_THAT(stage.logind.killed, ElementsAre("1"));
    EXPECT_FALSE(stage.logind.stands("1"));
}

TEST(SessionRevoker, R2_processes_that_fork_while_they_are_killed_are_killed_again) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    stage.logind.table[0].ends_after_us.reset();
    stage.logind.table[0].kills_needed = 4;
    stage.revoker->begin(revocation(), 0);
    stage.run_until(15);
    EXPECT_FALSE(stage.logind.stands("1"));
    EXPECT_EQ(stage.logind.killed.size(), 4U);
}

TEST(SessionRevoker, R3_the_session_of_the_change_waits_for_the_program_to_end) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60), session("2", alice, -60)};
    auto typed_in_1 = revocation();
    typed_in_1.last_session = "1";
    stage.revoker->begin(typed_in_1, 777);
    stage.run_until(2);
    EXPECT_THAT(stage.logind.terminated, ElementsAre("2"));
    stage.time.ended_processes.insert(777);
    stage.run_until(2.45);
    EXPECT_TRUE(stage.logind.stands("1")) << "its last words are on their way to the terminal";
    stage.run_until(3);
    EXPECT_THAT(stage.logind.terminated, ElementsAre("2", "1"));
}

TEST(SessionRevoker, R3_a_program_that_does_not_end_holds_its_session_for_five_seconds) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    auto typed_in_1 = revocation();
    typed_in_1.last_session = "1";
    stage.revoker->begin(typed_in_1, 777);
    stage.run_until(4.9);
    EXPECT_TRUE(stage.logind.stands("1"));
    stage.run_until(5.3);
    EXPECT_FALSE(stage.logind.stands("1"));
}

TEST(SessionRevoker, R3_even_without_a_program_to_wait_for_that_session_is_begun_last) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60), session("2", alice, -60)};
    auto typed_in_1 = revocation();
    typed_in_1.last_session = "1";
    stage.revoker->begin(typed_in_1, 0);
    stage.run_until(1);
    EXPECT_THAT(stage.logind.terminated, ElementsAre("2", "1"));
}

TEST(SessionRevoker, R4_a_session_that_opens_late_with_the_old_password_ends_as_it_turns_up) {
    for (const double late : {0.5, 4.0, 17.0, 90.0, 119.0}) {
        RevokerStage stage;
        stage.time.at(at_second(late), [&] { stage.logind.open(session("9", alice, late, 4711)); });
        stage.revoker->remember_logon(*UserName::parse("alice"), alice, 4711, epoch_of_change - 1,
                                      "sshd");
        stage.revoker->begin(revocation(), 0);
        stage.run_until(late + 0.1);
        ASSERT_FALSE(stage.logind.stands("9")) << late;
        stage.run_until(140);
        ASSERT_THAT(stage.revoked, ElementsAre(Pair(1, 0), Pair(1, 1)));
    }
}

TEST(SessionRevoker, R4_the_session_of_the_forced_change_and_later_ones_are_spared) {
    RevokerStage stage;
    stage.revoker->begin(revocation(), 0);
    stage.run_until(1);
    stage.revoker->remember_logon(*UserName::parse("alice"), alice, 4711, epoch_of_change, "sshd");
    stage.logind.open(session("9", alice, 1.1, 4711));
    stage.logind.open(session("10", alice, 2, 4712));
    stage.run_until(140);
    EXPECT_THAT(stage.logind.touched(), IsEmpty());
    EXPECT_THAT(stage.finished, ElementsAre(1));
}

TEST(SessionRevoker, R5_an_id_that_is_given_to_somebody_else_meanwhile_is_left_alone) {
    RevokerStage stage;
    stage.logind.table = {session("c1", alice, -60)};
    stage.logind.before_describe = [&](const std::string&) {
        stage.logind.table = {session("c1", bob, -1)};
    };
    stage.revoker->begin(revocation(), 0);
    stage.run_until(140);
    EXPECT_THAT(stage.logind.touched(), IsEmpty());
}

TEST(SessionRevoker, Several_revocations_of_one_account_share_the_work) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60)};
    for (std::uint64_t id = 1; id <= 50; ++id) stage.revoker->begin(revocation(id), 0);
    stage.run_until(140);
    EXPECT_THAT(stage.logind.terminated, ElementsAre("1"));
    EXPECT_EQ(stage.finished.size(), 50U);
    EXPECT_LT(stage.logind.lists, 20U);
}

TEST(SessionRevoker, A_revocation_that_comes_while_another_stands_is_verified_on_its_own) {
    RevokerStage stage;
    stage.revoker->begin(revocation(1), 0);
    stage.run_until(10);
    stage.logind.table = {session("5", alice, 9)};
    auto second = revocation(2);
    second.committed_monotonic_us = at_second(10);
    stage.revoker->begin(second, 0);
    const auto count = stage.count_of(2, 11);
    ASSERT_TRUE(count);
    EXPECT_EQ(count->ended, 1U);
    stage.run_until(135);
    EXPECT_THAT(stage.finished, ElementsAre(1));
    stage.run_until(145);
    EXPECT_THAT(stage.finished, ElementsAre(1, 2));
}

TEST(SessionRevoker, Finished_answers_when_the_end_was_verified_and_ten_seconds_at_most) {
    RevokerStage quick;
    quick.logind.table = {session("1", alice, -60), session("2", alice, -60)};
    quick.revoker->begin(revocation(), 0);
    const auto ended = quick.count_of(1, 1);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->ended, 2U);
    EXPECT_EQ(ended->outstanding, 0U);

    RevokerStage hung;
    hung.logind.mood = ScriptedLogind::Mood::hung;
    hung.revoker->begin(revocation(), 0);
    EXPECT_FALSE(hung.count_of(1, 9.9));
    const auto unknown = hung.count_of(1, 20);
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->outstanding, 1U) << "what logind did not say is not called ended";
}

TEST(SessionRevoker, R8_a_hundred_sessions_end_in_less_than_twenty_seconds) {
    RevokerStage stage;
    for (int i = 0; i < 100; ++i) {
        stage.logind.table.push_back(session(std::to_string(i), alice, -60));
        if (i % 2 == 0) stage.logind.table.back().ends_after_us.reset();
    }
    stage.revoker->begin(revocation(), 0);
    stage.run_until(20);
    EXPECT_THAT(stage.revoked, ElementsAre(Pair(1, 100)));
}

TEST(SessionRevoker, Tells_the_sessions_of_an_account_and_the_session_of_a_process) {
    RevokerStage stage;
    stage.logind.table = {session("1", alice, -60, 11), session("2", bob, -60, 22)};
    std::vector<SessionInfo> sessions;
    std::vector<std::string> ids;
    const auto ask = [&]() -> boost::asio::awaitable<void> {
        sessions = co_await stage.revoker->sessions(alice);
        ids.push_back(co_await stage.revoker->session_of(22));
        ids.push_back(co_await stage.revoker->session_of(33));
    };
    boost::asio::co_spawn(stage.time.loop, ask(), boost::asio::detached);
    stage.run_until(1);
    ASSERT_EQ(sessions.size(), 1U);
    EXPECT_EQ(sessions[0].id, "1");
    EXPECT_THAT(ids, ElementsAre("2", ""));
}

TEST(SessionRevoker, A_logind_that_does_not_answer_is_a_fault_for_who_asks_for_the_list) {
    RevokerStage stage;
    stage.logind.mood = ScriptedLogind::Mood::hung;
    bool thrown = false;
    boost::asio::co_spawn(stage.time.loop, stage.revoker->sessions(alice),
                          [&](const std::exception_ptr& fault, const std::vector<SessionInfo>&) {
                              thrown = fault != nullptr;
                          });
    stage.run_until(5);
    EXPECT_TRUE(thrown);
}

}  // namespace
}  // namespace ramd::test
