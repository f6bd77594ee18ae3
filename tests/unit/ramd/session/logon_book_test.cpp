// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/logon_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ramd/session/revoker_stage.h"

namespace ramd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

class LogonBookTest : public testing::Test {
protected:
    void remember(ramauth::Uid uid, pid_t leader, std::optional<std::uint64_t> epoch,
                  double second) {
        book.remember({"alice", uid, leader, epoch, at_second(second), "sshd"});
    }
    // Enough others that old ones are looked for.
    void fill(double second, pid_t first = 10'000, int count = 70) {
        for (int i = 0; i < count; ++i) remember(bob, first + i, 7, second);
    }
    static bool nobody(ramauth::Uid /*uid*/) { return false; }

    std::set<pid_t> ended;
    LogonBook book{nullptr, [this](pid_t process) { return !ended.contains(process); }};
};

TEST_F(LogonBookTest, a_session_is_known_by_its_leader_its_account_and_its_time) {
    remember(alice, 4000, 7, 0);
    EXPECT_EQ(book.of(session("5", alice, 2, 4000).session)->epoch, 7U);
    EXPECT_FALSE(book.of(session("5", alice, 2, 4001).session));
    EXPECT_FALSE(book.of(session("5", bob, 2, 4000).session));
    EXPECT_FALSE(book.of(session("5", alice, 151, 4000).session));
    EXPECT_FALSE(book.of(session("5", alice, -151, 4000).session));
}

TEST_F(LogonBookTest, the_latest_logon_of_a_process_counts) {
    remember(alice, 4000, 7, 0);
    remember(alice, 4000, 8, 1);
    EXPECT_EQ(book.of(session("5", alice, 2, 4000).session)->epoch, 8U);
}

TEST_F(LogonBookTest, a_logon_may_have_proved_no_password) {
    remember(alice, 4000, std::nullopt, 0);
    EXPECT_FALSE(book.of(session("5", alice, 2, 4000).session)->epoch);
}

TEST_F(LogonBookTest, old_ones_are_forgotten_when_they_have_ended_and_nobody_needs_them) {
    remember(alice, 4000, 7, 0);
    remember(bob, 4001, 7, 0);
    remember(bob, 4002, 7, 0);
    remember(bob, 4003, 7, 900);
    fill(900);
    ended = {4000, 4001, 4003};
    book.forget_old(at_second(1000), [](ramauth::Uid uid) { return uid == alice; });
    EXPECT_TRUE(book.of(session("5", alice, 2, 4000).session)) << "its account needs it";
    EXPECT_FALSE(book.of(session("6", bob, 2, 4001).session));
    EXPECT_TRUE(book.of(session("7", bob, 2, 4002).session)) << "its program runs";
    EXPECT_TRUE(book.of(session("8", bob, 902, 4003).session)) << "its session may still come";
}

TEST_F(LogonBookTest, of_too_many_the_oldest_are_dropped) {
    for (int i = 0; i < 5000; ++i) remember(alice, 10'000 + i, 7, i);
    book.forget_old(at_second(5000), nobody);
    EXPECT_FALSE(book.of(session("5", alice, 100, 10'100).session));
    EXPECT_TRUE(book.of(session("6", alice, 4990, 14'990).session));
}

TEST_F(LogonBookTest, R7_names_logons_that_run_on_and_lead_no_session) {
    remember(alice, 4000, 7, -50);
    remember(alice, 4001, std::nullopt, -40);
    remember(alice, 4002, 7, -30);
    remember(alice, 4003, 7, 1);
    remember(bob, 4004, 7, -50);
    ended = {4002};
    EXPECT_THAT(book.without_session(alice, at_second(0), {4000}),
                ElementsAre(Field(&AcceptedLogon::leader, 4001)));
    EXPECT_THAT(book.without_session(alice, at_second(0), {4000, 4001}), IsEmpty());
}

TEST_F(LogonBookTest, R5_a_logon_is_opening_its_session_for_five_seconds) {
    remember(alice, 4000, 7, 1);
    EXPECT_TRUE(book.opening(alice, at_second(5), {}));
    EXPECT_FALSE(book.opening(alice, at_second(6.1), {}));
    EXPECT_FALSE(book.opening(alice, at_second(5), {4000})) << "it is open";
    EXPECT_FALSE(book.opening(bob, at_second(5), {}));
    ended = {4000};
    EXPECT_FALSE(book.opening(alice, at_second(5), {})) << "it was given up";
}

TEST(LogonBookOnAShelf, one_program_that_lets_many_in_does_not_fill_the_shelf) {
    MemoryShelf shelf;
    LogonBook book(&shelf, [](pid_t) { return true; });
    for (int i = 0; i < 5000; ++i) {
        book.forget_old(at_second(i), [](ramauth::Uid) { return false; });
        book.remember({"alice", alice, 4000, 7, at_second(i), "smtp"});
        ASSERT_LE(shelf.logons.size(), 200U);
    }
}

}  // namespace
}  // namespace ramd::test
