// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/moment.h"

#include <gtest/gtest.h>

namespace ramauth::policy {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Timestamp noon{std::chrono::sys_days{std::chrono::year{2030} / 6 / 1} + hours(12)};

Moment at(Timestamp wall, microseconds boottime, std::string boot) {
    return {wall, static_cast<std::uint64_t>(boottime.count()), std::move(boot)};
}

TEST(Moment, within_a_boot_only_the_boottime_counts) {
    const auto from = at(noon, hours(1), "a");
    EXPECT_EQ(elapsed(from, at(noon + seconds(90), hours(1) + seconds(90), "a")), seconds(90));
    EXPECT_EQ(elapsed(from, from), microseconds(0));
}

TEST(Moment, L7_within_a_boot_a_wall_clock_that_jumps_is_not_looked_at) {
    const auto from = at(noon, hours(1), "a");
    for (const auto jump : {days(3650), days(-3650)})
        EXPECT_EQ(elapsed(from, at(noon + jump, hours(1) + minutes(5), "a")), minutes(5));
}

TEST(Moment, across_boots_the_wall_clock_counts) {
    const auto from = at(noon, hours(100), "a");
    EXPECT_EQ(elapsed(from, at(noon + hours(3), minutes(2), "b")), hours(3));
}

TEST(Moment, L7_across_boots_a_wall_clock_that_went_back_is_at_least_what_this_boot_has_lasted) {
    const auto from = at(noon, hours(100), "a");
    EXPECT_EQ(elapsed(from, at(noon - days(3650), minutes(20), "b")), minutes(20));
    EXPECT_EQ(elapsed(from, at(noon, minutes(20), "b")), minutes(20));
    EXPECT_EQ(elapsed(from, at(noon + minutes(1), minutes(20), "b")), minutes(20));
}

TEST(Moment, is_never_negative) {
    const auto from = at(noon, hours(1), "a");
    EXPECT_EQ(elapsed(from, at(noon + hours(9), minutes(59), "a")), microseconds(0));
    EXPECT_EQ(elapsed(from, at(noon - hours(9), microseconds(0), "b")), microseconds(0));
}

TEST(Moment, the_ends_of_time_do_not_overflow) {
    const Moment first{Timestamp::min(), 0, "a"};
    const Moment last{Timestamp::max(), UINT64_MAX, "b"};
    EXPECT_EQ(elapsed(first, last), microseconds::max());
    EXPECT_EQ(elapsed(last, first), microseconds(0));
    EXPECT_EQ(elapsed({never, 0, "a"}, {never, UINT64_MAX, "a"}), microseconds::max());
}

}  // namespace
}  // namespace ramauth::policy
