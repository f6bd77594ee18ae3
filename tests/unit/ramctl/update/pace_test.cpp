// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/pace.h"

#include <gtest/gtest.h>

namespace ramctl::update {
namespace {

using namespace std::chrono_literals;

constexpr Pace::Time now{100s};

TEST(Pace, pauses_double_up_to_a_minute) {
    EXPECT_EQ(pause_after(1, 0, {}), 500ms);
    EXPECT_EQ(pause_after(2, 0, {}), 1000ms);
    EXPECT_EQ(pause_after(3, 0.5, {}), 3000ms);
    EXPECT_EQ(pause_after(7, 0, {}), 30s);
    EXPECT_EQ(pause_after(4'000'000'000, 0, {}), 30s);
    for (unsigned failures = 1; failures < 100; ++failures) {
        EXPECT_GE(pause_after(failures, 0, {}), 500ms);
        EXPECT_LE(pause_after(failures, 0.999, {}), 60s);
    }
}

TEST(Pace, a_pause_is_never_shorter_than_the_server_asks_for_nor_longer_than_an_hour) {
    EXPECT_EQ(pause_after(1, 0, 120s), 120s);
    EXPECT_EQ(pause_after(1, 0, 0s), 500ms);
    EXPECT_EQ(pause_after(1, 0, 1'000'000s), 1h);
}

TEST(Pace, too_much_halves_the_width_once_a_second) {
    Pace pace(16);
    for (int i = 0; i < 16; ++i) pace.throttled(now, 0ms);
    EXPECT_EQ(pace.width(), 8U);
    pace.throttled(now + 1s, 0ms);
    EXPECT_EQ(pace.width(), 4U);
    for (int i = 2; i < 10; ++i) pace.throttled(now + std::chrono::seconds(i), 0ms);
    EXPECT_EQ(pace.width(), 1U);
}

TEST(Pace, good_answers_widen_again_up_to_what_was_asked_for) {
    Pace pace(4);
    pace.throttled(now, 0ms);
    ASSERT_EQ(pace.width(), 2U);
    for (int i = 0; i < 8; ++i) pace.answered();
    EXPECT_EQ(pace.width(), 3U);
    for (int i = 0; i < 1000; ++i) pace.answered();
    EXPECT_EQ(pace.width(), 4U);
}

TEST(Pace, the_longest_hold_counts) {
    Pace pace(4);
    pace.throttled(now, 10s);
    pace.throttled(now, 2s);
    EXPECT_EQ(pace.held_until(), now + 10s);
    pace.throttled(now, 24h);
    EXPECT_EQ(pace.held_until(), now + 1h);
}

}  // namespace
}  // namespace ramctl::update
