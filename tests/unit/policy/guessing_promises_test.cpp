// SPDX-License-Identifier: LGPL-2.1-or-later
// L1, L2, L3 and L7 of the promises, as far as they are arithmetic: attackers who do what they
// like, and clocks that jump.
#include <gtest/gtest.h>

#include <random>

#include "policy/guessing.h"
#include "policy/presets.h"

namespace ramauth::policy {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Timestamp noon{std::chrono::sys_days{std::chrono::year{2030} / 6 / 1} + hours(12)};
constexpr days ten_years(3650);

void wait(Moment& now, microseconds span) {
    now.wall += span;
    now.boottime_us += static_cast<std::uint64_t>(span.count());
}

void reboot(Moment& now, microseconds off) {
    now.wall += off;
    now.boottime_us = 0;
    now.boot_id += "'";
}

Moment start() {
    return {noon, 3'600'000'000, "first"};
}

GuessRecord locked_at(const Moment& now, const PasswordPolicy& policy) {
    GuessRecord record;
    while (!add_failure(record, policy, now)) {
    }
    return record;
}

// `attackers` begin and end checks in any order; a check that was begun is a comparison whose
// result can reach a client.
unsigned comparisons(const PasswordPolicy& policy, unsigned attackers, std::mt19937& random) {
    GuessRecord record;
    const Moment now = start();
    unsigned under_way = 0;
    unsigned begun = 0;
    for (unsigned left = attackers; left > 0 || under_way > 0;) {
        if (left > 0 && (under_way == 0 || random() % 2 == 0)) {
            --left;
            if (!has_place(record, policy, under_way, now)) continue;
            ++under_way;
            ++begun;
        } else {
            --under_way;
            (void)add_failure(record, policy, now);
        }
    }
    return begun;
}

TEST(GuessingPromises, L1_no_interleaving_of_a_thousand_yields_more_comparisons_than_the_limit) {
    std::mt19937 random(8);
    for (unsigned limit = 1; limit <= 32; ++limit) {
        const PasswordPolicy window{.max_login_attempts = limit};
        const PasswordPolicy row{.max_consecutive_failures = limit * 3};
        for (int i = 0; i < 20; ++i) {
            EXPECT_EQ(comparisons(window, 1000, random), limit);
            EXPECT_EQ(comparisons(row, 1000, random), limit * 3);
        }
    }
}

TEST(GuessingPromises, L2_counters_and_locks_survive_a_reboot) {
    const PasswordPolicy policy = find_preset("stig-like")->policy;
    Moment now = start();
    GuessRecord record;
    EXPECT_FALSE(add_failure(record, policy, now));
    reboot(now, minutes(2));
    EXPECT_EQ(failures_in_window(record, policy, now), 1U);
    EXPECT_FALSE(add_failure(record, policy, now));
    reboot(now, minutes(2));
    EXPECT_TRUE(add_failure(record, policy, now));
    reboot(now, days(30));
    EXPECT_TRUE(is_locked(record, now));
}

TEST(GuessingPromises, L2_a_lock_with_an_end_goes_on_over_a_reboot) {
    const PasswordPolicy policy{.max_login_attempts = 3, .lockout_duration = 30};
    Moment now = start();
    const auto record = locked_at(now, policy);
    reboot(now, minutes(29));
    EXPECT_TRUE(is_locked(record, now));
    wait(now, minutes(1));
    EXPECT_FALSE(is_locked(record, now));
}

// An attacker with any patience, who also reboots the host and turns its wall clock.
TEST(GuessingPromises, L3_nist_allows_no_more_than_100_failures_in_a_row_whatever_the_spacing) {
    const PasswordPolicy policy = find_preset("nist-800-63b-4")->policy;
    std::mt19937 random(9);
    for (const seconds spacing :
         {seconds(0), seconds(1), seconds(3600), seconds(86400), seconds(8'640'000), seconds(-1)}) {
        GuessRecord record;
        Moment now = start();
        unsigned failures = 0;
        for (int i = 0; i < 10'000; ++i) {
            if (has_place(record, policy, 0, now)) {
                (void)add_failure(record, policy, now);
                ++failures;
            }
            // -1: any, with reboots and jumps of the wall clock between them.
            wait(now, spacing < seconds(0) ? seconds(random() % 10'000'000) : spacing);
            if (spacing < seconds(0) && random() % 8 == 0) reboot(now, hours(random() % 1000));
            if (spacing < seconds(0) && random() % 8 == 0)
                now.wall += seconds(random() % 100'000'000) - seconds(50'000'000);
        }
        EXPECT_EQ(failures, 100U) << spacing.count();
        EXPECT_TRUE(is_locked(record, now));
        EXPECT_EQ(locked_until(record, now), Timestamp::max());
    }
}

TEST(GuessingPromises, L3_a_success_in_between_starts_the_row_again) {
    const PasswordPolicy policy = find_preset("nist-800-63b-4")->policy;
    GuessRecord record;
    const Moment now = start();
    for (int i = 0; i < 99; ++i) EXPECT_FALSE(add_failure(record, policy, now));
    record = {};  // let in
    for (int i = 0; i < 99; ++i) EXPECT_FALSE(add_failure(record, policy, now));
    EXPECT_TRUE(add_failure(record, policy, now));
}

TEST(GuessingPromises, L3_locks_that_run_out_do_not_start_the_row_again) {
    const PasswordPolicy policy{
        .max_login_attempts = 5, .lockout_duration = 1, .max_consecutive_failures = 100};
    GuessRecord record;
    Moment now = start();
    unsigned failures = 0;
    for (int i = 0; i < 10'000; ++i) {
        if (has_place(record, policy, 0, now)) {
            (void)add_failure(record, policy, now);
            ++failures;
        }
        wait(now, seconds(30));
    }
    EXPECT_EQ(failures, 100U);
    EXPECT_TRUE(is_locked(record, now));
}

class GuessingClock : public testing::TestWithParam<days> {};

TEST_P(GuessingClock, L7_a_step_within_a_boot_neither_unlocks_nor_prolongs) {
    const PasswordPolicy policy{.max_login_attempts = 3, .lockout_duration = 30};
    Moment now = start();
    const auto record = locked_at(now, policy);
    wait(now, minutes(10));
    now.wall += GetParam();
    EXPECT_TRUE(is_locked(record, now));
    EXPECT_EQ(locked_until(record, now), now.wall + minutes(20));
    wait(now, minutes(20) - seconds(1));
    EXPECT_TRUE(is_locked(record, now));
    wait(now, seconds(1));
    EXPECT_FALSE(is_locked(record, now));
}

TEST_P(GuessingClock, L7_a_step_within_a_boot_changes_no_count) {
    const PasswordPolicy policy{.max_login_attempts = 3, .login_attempts_window = 10};
    Moment now = start();
    GuessRecord record;
    (void)add_failure(record, policy, now);
    wait(now, minutes(5));
    now.wall += GetParam();
    EXPECT_EQ(failures_in_window(record, policy, now), 1U);
    (void)add_failure(record, policy, now);
    now.wall -= GetParam();
    wait(now, minutes(5));
    EXPECT_EQ(failures_in_window(record, policy, now), 1U);
}

TEST_P(GuessingClock, L7_a_lock_until_unlocked_holds) {
    const PasswordPolicy policy{.max_login_attempts = 3, .lockout_duration = 0};
    Moment now = start();
    const auto record = locked_at(now, policy);
    now.wall += GetParam();
    EXPECT_TRUE(is_locked(record, now));
    reboot(now, GetParam());
    EXPECT_TRUE(is_locked(record, now));
}

INSTANTIATE_TEST_SUITE_P(TenYears, GuessingClock, testing::Values(ten_years, -ten_years));

TEST(GuessingPromises, L7_a_clock_that_went_back_over_a_reboot_locks_for_the_duration_at_most) {
    const PasswordPolicy policy{.max_login_attempts = 3, .lockout_duration = 30};
    Moment now = start();
    const auto record = locked_at(now, policy);
    reboot(now, -ten_years);
    EXPECT_TRUE(is_locked(record, now));
    wait(now, minutes(30) - seconds(1));
    EXPECT_TRUE(is_locked(record, now));
    wait(now, seconds(1));
    EXPECT_FALSE(is_locked(record, now));
}

TEST(GuessingPromises, L7_a_boot_in_1970_locks_for_the_duration_at_most) {
    const PasswordPolicy policy{.max_login_attempts = 3, .lockout_duration = 30};
    Moment now = start();
    const auto record = locked_at(now, policy);
    now = {never, 0, "second"};
    EXPECT_TRUE(is_locked(record, now));
    EXPECT_EQ(locked_until(record, now), never + minutes(30));
    wait(now, minutes(30));
    EXPECT_FALSE(is_locked(record, now));
}

TEST(GuessingPromises, L7_the_end_of_time_does_not_overflow) {
    const PasswordPolicy policy{.max_login_attempts = 1, .lockout_duration = 10080};
    Moment now{Timestamp::max(), UINT64_MAX - 10, "first"};
    const auto record = locked_at(now, policy);
    EXPECT_TRUE(is_locked(record, now));
    EXPECT_EQ(locked_until(record, now), Timestamp::max());
    EXPECT_EQ(failures_in_window(record, policy, {Timestamp::max(), UINT64_MAX, "second"}), 0U);
}

}  // namespace
}  // namespace ramauth::policy
