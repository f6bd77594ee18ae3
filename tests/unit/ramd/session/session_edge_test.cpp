// SPDX-License-Identifier: LGPL-2.1-or-later
// Which sessions a revocation means where it is close: late ones, opening ones, other names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ramd/session/revoker_stage.h"

namespace ramd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Revocation of_the_user() {
    auto whole = revocation();
    whole.scope = ramauth::policy::RevokeScope::user;
    return whole;
}

TEST(SessionsAtTheEdge, R2_one_that_is_still_opening_is_ended_when_it_has_opened) {
    RevokerStage stage;
    stage.scopes.known = true;
    stage.revoker->remember_logon(*UserName::parse("alice"), alice, 4711, epoch_of_change - 1,
                                  "sshd");
    stage.logind.table = {session("9", alice, 0, 4711)};
    stage.logind.table[0].session.state = "opening";
    stage.revoker->begin(revocation(), 0);
    stage.run_until(3);
    EXPECT_THAT(stage.logind.touched(), IsEmpty());
    EXPECT_THAT(stage.revoked, IsEmpty()) << "expected: what opens is not called ended";
    stage.scopes.populated_ones = {"session-9.scope"};
    stage.logind.table[0].session.state = "active";
    stage.run_until(4);
    EXPECT_THAT(stage.logind.terminated, ElementsAre("9"));
}

TEST(SessionsAtTheEdge, R4_by_key_let_in_before_the_account_was_barred_and_opened_after) {
    for (const auto& [reason, ends] :
         {std::pair{"inactive", true}, std::pair{"idle", true}, std::pair{"deleted", true},
          std::pair{"orphaned", true}, std::pair{"password-changed", false}}) {
        RevokerStage stage;
        stage.revoker->remember_logon(*UserName::parse("alice"), alice, 4711, std::nullopt, "sshd");
        auto barred = revocation();
        barred.reason = reason;
        stage.revoker->begin(barred, 0);
        stage.run_until(2);
        stage.logind.open(session("9", alice, 2, 4711));
        stage.run_until(10);
        EXPECT_EQ(stage.logind.stands("9"), !ends) << reason;
    }
}

TEST(SessionsAtTheEdge, R5_who_has_the_uid_by_another_name_is_not_meant) {
    RevokerStage stage;
    stage.revoker->remember_logon(*UserName::parse("zoe"), alice, 4711, 1, "sshd");
    stage.logind.table = {session("9", alice, 0, 4711)};
    stage.revoker->begin(revocation(), 0);
    stage.run_until(140);
    EXPECT_THAT(stage.logind.touched(), IsEmpty());
}

TEST(SessionsAtTheEdge, R5_a_session_is_opened_only_when_logind_has_been_told_to_end_the_user) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    std::vector<std::string> order;
    stage.logind.before_end = [&] {
        // The next logon asks while logind is being told.
        boost::asio::co_spawn(stage.time.loop, stage.revoker->may_open_session(alice),
                              [&](const std::exception_ptr&) {
                                  order.emplace_back(stage.logind.terminated_users.empty()
                                                         ? "too early"
                                                         : "after it was told");
                              });
    };
    stage.revoker->begin(of_the_user(), 0);
    stage.run_until(2);
    EXPECT_THAT(order, ElementsAre("after it was told"));
}

TEST(SessionsAtTheEdge, M1_a_logon_waits_a_second_at_most_for_the_end_of_the_user) {
    RevokerStage stage;
    stage.logind.managers[alice] = 1000;
    std::optional<std::uint64_t> waited_us;
    stage.logind.before_end = [&] {
        stage.logind.mood = ScriptedLogind::Mood::polkit_hung;
        const auto began = stage.time.monotonic_us();
        boost::asio::co_spawn(stage.time.loop, stage.revoker->may_open_session(alice),
                              [&, began](const std::exception_ptr&) {
                                  waited_us = stage.time.monotonic_us() - began;
                              });
    };
    stage.revoker->begin(of_the_user(), 0);
    stage.run_until(2);
    EXPECT_EQ(waited_us, 1'000'000U);
}

TEST(SessionsAtTheEdge, R6_permission_is_known_after_the_first_answer_and_not_after_the_last) {
    RevokerStage stage;
    for (int i = 0; i < 100; ++i)
        stage.logind.table.push_back(session(std::to_string(i), alice, -60));
    std::optional<std::size_t> ended;
    stage.revoker->begin(revocation(), 0);
    boost::asio::co_spawn(stage.time.loop, stage.revoker->not_permitted(alice),
                          [&](const std::exception_ptr&, bool denied) {
                              EXPECT_FALSE(denied);
                              ended = stage.logind.terminated.size();
                          });
    stage.run_until(1);
    EXPECT_EQ(ended, 1U);
}

TEST(SessionsAtTheEdge, many_accounts_look_three_at_a_time_and_all_come_to_their_end) {
    RevokerStage stage;
    for (unsigned i = 0; i < 50; ++i) {
        const ramauth::Uid uid{2000 + i};
        stage.logind.table.push_back(session(std::to_string(i), uid, -60));
        stage.revoker->begin(revocation(i + 1, uid), 0);
    }
    stage.run_until(5);
    EXPECT_EQ(stage.revoked.size(), 50U);
    EXPECT_EQ(stage.logind.terminated.size(), 50U);
    stage.run_until(140);
    EXPECT_EQ(stage.finished.size(), 50U);
}

}  // namespace
}  // namespace ramd::test
