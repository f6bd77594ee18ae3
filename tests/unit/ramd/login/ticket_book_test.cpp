// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/ticket_book.h"

#include <gtest/gtest.h>

namespace ramd {
namespace {

using namespace std::chrono_literals;

class TicketBookTest : public testing::Test {
protected:
    static UserName user(std::string_view text) { return UserName::parse(text).value(); }
    static Ticket ticket(std::string_view of) {
        return {.user = user(of), .epoch = 3, .password = Secret::copy_of(std::string_view("pw"))};
    }

    Deadline::Clock::time_point now = Deadline::Clock::now();
    TicketBook book{[this] { return now; }};
};

TEST_F(TicketBookTest, a_ticket_is_256_bits_and_never_the_same) {
    const Secret first = book.issue(ticket("ann"));
    const Secret second = book.issue(ticket("ann"));
    EXPECT_EQ(first.size(), 32U);
    EXPECT_FALSE(first == second);
}

TEST_F(TicketBookTest, is_found_again_for_its_user_alone) {
    const Secret name = book.issue(ticket("ann"));
    ASSERT_NE(book.find(name, user("ann")), nullptr);
    EXPECT_EQ(book.find(name, user("ann"))->epoch, 3U);
    EXPECT_EQ(book.find(name, user("bob")), nullptr);
}

TEST_F(TicketBookTest, nothing_else_is_a_ticket) {
    Secret name = book.issue(ticket("ann"));
    EXPECT_EQ(book.find(Secret(), user("ann")), nullptr);
    EXPECT_EQ(book.find(Secret::copy_of(name.view().substr(0, 31)), user("ann")), nullptr);
    name.buffer()[31] = static_cast<char>(name.buffer()[31] ^ 1);
    EXPECT_EQ(book.find(name, user("ann")), nullptr);
}

TEST_F(TicketBookTest, lives_five_minutes_and_no_longer) {
    const Secret name = book.issue(ticket("ann"));
    now += 5min - 1s;
    EXPECT_NE(book.find(name, user("ann")), nullptr);
    now += 1s;
    EXPECT_EQ(book.find(name, user("ann")), nullptr);
    now -= 1min;  // gone, not hidden
    EXPECT_EQ(book.find(name, user("ann")), nullptr);
}

TEST_F(TicketBookTest, a_spent_ticket_is_none) {
    const Secret spent = book.issue(ticket("ann"));
    const Secret kept = book.issue(ticket("ann"));
    book.spend(spent);
    EXPECT_EQ(book.find(spent, user("ann")), nullptr);
    EXPECT_NE(book.find(kept, user("ann")), nullptr);
}

TEST_F(TicketBookTest, all_of_one_user_can_be_spent) {
    const Secret one = book.issue(ticket("ann"));
    const Secret two = book.issue(ticket("ann"));
    const Secret other = book.issue(ticket("bob"));
    book.spend_all_of(user("ann"));
    EXPECT_EQ(book.find(one, user("ann")), nullptr);
    EXPECT_EQ(book.find(two, user("ann")), nullptr);
    EXPECT_NE(book.find(other, user("bob")), nullptr);
}

TEST_F(TicketBookTest, is_bounded_and_the_oldest_goes) {
    const Secret oldest = book.issue(ticket("ann"));
    const Secret second = book.issue(ticket("ann"));
    for (std::size_t i = 2; i < TicketBook::most; ++i)
        (void)book.issue({.user = user("bob"), .password = std::nullopt});
    EXPECT_NE(book.find(oldest, user("ann")), nullptr);
    (void)book.issue(ticket("carol"));
    EXPECT_EQ(book.find(oldest, user("ann")), nullptr);
    EXPECT_NE(book.find(second, user("ann")), nullptr);
}

}  // namespace
}  // namespace ramd
