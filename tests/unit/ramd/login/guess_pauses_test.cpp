// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/guess_pauses.h"

#include <gtest/gtest.h>

namespace ramd::test {
namespace {

using namespace std::chrono_literals;
using ramauth::UserName;

constexpr std::uint64_t second = 1'000'000;
constexpr PauseCurve steep{.after = 2, .first = 1s, .longest = 8s};
constexpr PauseCurve loose{.after = 5, .first = 1s, .longest = 2s};
const GuessOrigin stranger{"198.51.100.7", false};
const GuessOrigin other_stranger{"198.51.100.8", false};
const GuessOrigin owner{"192.0.2.1", true};

TEST(PauseAfter, rises_by_doubling_and_stays_at_the_longest) {
    for (const unsigned failures : {0U, 1U}) EXPECT_EQ(pause_after(steep, failures), 0s);
    EXPECT_EQ(pause_after(steep, 2), 1s);
    EXPECT_EQ(pause_after(steep, 3), 2s);
    EXPECT_EQ(pause_after(steep, 5), 8s);
    EXPECT_EQ(pause_after(steep, 6), 8s);
    EXPECT_EQ(pause_after(steep, 4'000'000'000U), 8s);
}

TEST(PauseAfter, is_off_where_it_begins_after_none) {
    EXPECT_EQ(pause_after({.after = 0, .first = 1s, .longest = 8s}, 100), 0s);
}

class GuessPausesTest : public testing::Test {
protected:
    [[nodiscard]] bool may(const GuessOrigin& origin, const UserName& user) const {
        return pauses.turn(user, origin, now) == Turn::now;
    }
    [[nodiscard]] bool may(const GuessOrigin& origin) const { return may(origin, ann); }
    void fail(const GuessOrigin& origin, int times = 1) {
        for (int i = 0; i < times; ++i) {
            pauses.begin(ann, origin, now);
            pauses.failed(ann, origin, now);
            pauses.ended(ann, origin);
        }
    }

    const UserName ann = UserName::parse("ann").value();
    const UserName bob = UserName::parse("bob").value();
    std::uint64_t now = 1000 * second;
    GuessPauses pauses{{.per_source = steep, .per_user = loose, .most_sources = 4}};
};

TEST_F(GuessPausesTest, within_a_pause_the_answer_is_no_and_after_it_yes) {
    fail(stranger, 2);
    EXPECT_FALSE(may(stranger));
    now += second - 1;
    EXPECT_FALSE(may(stranger));
    now += 1;
    EXPECT_TRUE(may(stranger));
    fail(stranger);
    now += second;
    EXPECT_FALSE(may(stranger));
    now += second;
    EXPECT_TRUE(may(stranger));
}

TEST_F(GuessPausesTest, one_source_does_not_slow_another_down_nor_another_user) {
    fail(stranger, 2);
    EXPECT_TRUE(may(other_stranger));
    EXPECT_TRUE(may(stranger, bob));
}

TEST_F(GuessPausesTest, L1_guesses_under_way_count_until_they_have_ended) {
    pauses.begin(ann, stranger, now);
    EXPECT_TRUE(may(stranger));
    pauses.begin(ann, stranger, now);
    EXPECT_EQ(pauses.turn(ann, stranger, now), Turn::later);
    pauses.ended(ann, stranger);
    EXPECT_EQ(pauses.turn(ann, stranger, now), Turn::now);
    pauses.begin(ann, stranger, now);
    pauses.failed(ann, stranger, now);
    pauses.failed(ann, stranger, now);
    EXPECT_EQ(pauses.turn(ann, stranger, now), Turn::never);
    pauses.ended(ann, stranger);
    pauses.ended(ann, stranger);
}

TEST_F(GuessPausesTest, L3_many_sources_together_meet_the_users_own_curve) {
    for (int i = 0; i < 5; ++i) fail({"198.51.100." + std::to_string(i), false});
    EXPECT_FALSE(may({"203.0.113.1", false}));
    EXPECT_TRUE(may({"203.0.113.1", false}, bob));
    now += second;
    EXPECT_TRUE(may({"203.0.113.1", false}));
}

TEST_F(GuessPausesTest, a_stranger_does_not_keep_the_owner_out) {
    for (int i = 0; i < 50; ++i) {
        fail({"198.51.100." + std::to_string(i), false});
        EXPECT_TRUE(may(owner)) << i;
    }
    fail(owner, 2);
    EXPECT_FALSE(may(owner));
}

TEST_F(GuessPausesTest, a_logon_and_an_administrator_forget) {
    fail(stranger, 4);
    pauses.succeeded(ann, stranger);
    EXPECT_TRUE(may(stranger));
    fail(stranger, 4);
    fail(other_stranger, 4);
    pauses.forget(ann);
    EXPECT_TRUE(may(stranger));
    EXPECT_TRUE(may(other_stranger));
}

TEST_F(GuessPausesTest, what_was_quiet_for_a_day_is_forgotten) {
    fail(stranger, 4);
    now += 24 * 3600 * second;
    EXPECT_TRUE(may(stranger));
    fail(stranger);
    EXPECT_TRUE(may(stranger));
}

TEST(PauseTable, keeps_at_most_so_many_and_forgets_the_quietest) {
    PauseTable table({.after = 1, .first = 100s, .longest = 100s}, 3);
    for (std::uint64_t i = 0; i < 100; ++i) {
        const std::string key = std::to_string(i);
        table.begin(key, i * second);
        table.failed(key, i * second);
        table.ended(key);
        EXPECT_LE(table.size(), 3U);
    }
    EXPECT_EQ(table.turn("96", 100 * second), Turn::now);
    EXPECT_EQ(table.turn("97", 100 * second), Turn::never);
    EXPECT_EQ(table.turn("99", 100 * second), Turn::never);
}

TEST(PauseTable, never_forgets_a_guess_that_is_under_way) {
    PauseTable table({.after = 1, .first = 100s, .longest = 100s}, 2);
    table.begin("a", 0);
    for (int i = 0; i < 10; ++i) {
        const std::string key = std::to_string(i);
        table.begin(key, second);
        table.failed(key, second);
        table.ended(key);
    }
    EXPECT_EQ(table.turn("a", second), Turn::later);
    table.ended("a");
    EXPECT_EQ(table.turn("a", second), Turn::now);
}

TEST(PauseTable, what_never_failed_is_not_remembered) {
    PauseTable table({}, 10);
    table.begin("a", 0);
    table.ended("a");
    table.ended("a");
    EXPECT_EQ(table.size(), 0U);
}

TEST(PauseTable, a_clock_that_stands_before_the_last_failure_waits_the_whole_pause) {
    PauseTable table({.after = 1, .first = 5s, .longest = 5s}, 10);
    table.begin("a", 100 * second);
    table.failed("a", 100 * second);
    table.ended("a");
    EXPECT_EQ(table.turn("a", 0), Turn::never);
}

}  // namespace
}  // namespace ramd::test
