// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/logon_book.h"

#include <gtest/gtest.h>

#include "tests/unit/ramd/session/revoker_stage.h"

namespace ramd::test {
namespace {

TEST(LogonBook, A_session_is_known_by_its_leader_its_account_and_its_time) {
    LogonBook book;
    book.remember(alice, 4000, {7, at_second(0)});
    EXPECT_EQ(book.of(session("5", alice, 2, 4000).session)->epoch, 7U);
    EXPECT_FALSE(book.of(session("5", alice, 2, 4001).session));
    EXPECT_FALSE(book.of(session("5", bob, 2, 4000).session));
    EXPECT_FALSE(book.of(session("5", alice, 151, 4000).session));
    EXPECT_FALSE(book.of(session("5", alice, -151, 4000).session));
}

TEST(LogonBook, The_latest_logon_of_a_process_counts) {
    LogonBook book;
    book.remember(alice, 4000, {7, at_second(0)});
    book.remember(alice, 4000, {8, at_second(1)});
    EXPECT_EQ(book.of(session("5", alice, 2, 4000).session)->epoch, 8U);
}

TEST(LogonBook, Old_logons_are_forgotten_unless_their_account_still_needs_them) {
    LogonBook book;
    book.remember(alice, 4000, {7, at_second(0)});
    book.remember(bob, 4001, {7, at_second(0)});
    book.forget_old(at_second(100), [](ramauth::Uid) { return false; });
    EXPECT_TRUE(book.of(session("5", bob, 2, 4001).session));
    book.forget_old(at_second(1000), [](ramauth::Uid uid) { return uid == alice; });
    EXPECT_TRUE(book.of(session("5", alice, 2, 4000).session));
    EXPECT_FALSE(book.of(session("6", bob, 2, 4001).session));
}

}  // namespace
}  // namespace ramd::test
