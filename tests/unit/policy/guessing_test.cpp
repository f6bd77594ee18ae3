// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/guessing.h"

#include <gtest/gtest.h>

namespace ramauth::policy {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Timestamp noon{std::chrono::sys_days{std::chrono::year{2030} / 6 / 1} + hours(12)};

// A host whose clocks the test moves.
class Host {
public:
    [[nodiscard]] const Moment& now() const { return now_; }
    void wait(microseconds span) {
        now_.wall += span;
        now_.boottime_us += static_cast<std::uint64_t>(span.count());
    }
    void step_wall(microseconds span) { now_.wall += span; }
    void reboot(microseconds off) {
        now_.wall += off;
        now_.boottime_us = 0;
        now_.boot_id += "'";
    }

private:
    Moment now_{noon, 3'600'000'000, "first"};
};

class Guessing : public testing::Test {
protected:
    bool fail() { return add_failure(record_, policy_, host_.now()); }
    unsigned failures() { return failures_in_window(record_, policy_, host_.now()); }
    bool locked() { return is_locked(record_, host_.now()); }
    bool place(unsigned under_way = 0) {
        return has_place(record_, policy_, under_way, host_.now());
    }

    PasswordPolicy policy_{
        .max_login_attempts = 3, .login_attempts_window = 10, .lockout_duration = 30};
    GuessRecord record_;
    Host host_;
};

TEST_F(Guessing, nothing_is_locked_before_the_first_failure) {
    EXPECT_FALSE(locked());
    EXPECT_EQ(failures(), 0U);
    EXPECT_TRUE(place());
    EXPECT_EQ(locked_until(record_, host_.now()), never);
}

TEST_F(Guessing, the_last_attempt_locks_for_the_duration) {
    EXPECT_FALSE(fail());
    EXPECT_FALSE(fail());
    EXPECT_FALSE(locked());
    EXPECT_TRUE(fail());
    EXPECT_TRUE(locked());
    EXPECT_EQ(locked_until(record_, host_.now()), noon + minutes(30));
    host_.wait(minutes(30) - seconds(1));
    EXPECT_TRUE(locked());
    EXPECT_EQ(locked_until(record_, host_.now()), noon + minutes(30));
    EXPECT_FALSE(place());
    host_.wait(seconds(1));
    EXPECT_FALSE(locked());
    EXPECT_EQ(locked_until(record_, host_.now()), never);
}

TEST_F(Guessing, failures_leave_the_window_at_the_second) {
    fail();
    host_.wait(minutes(4));
    fail();
    host_.wait(minutes(6) - seconds(1));
    EXPECT_EQ(failures(), 2U);
    host_.wait(seconds(1));
    EXPECT_EQ(failures(), 1U);
    EXPECT_FALSE(fail());
    host_.wait(minutes(4));
    EXPECT_EQ(failures(), 1U);
    host_.wait(minutes(6));
    EXPECT_EQ(failures(), 0U);
}

TEST_F(Guessing, guesses_that_are_far_enough_apart_never_lock_by_the_window) {
    for (int i = 0; i < 1000; ++i) {
        EXPECT_FALSE(fail());
        host_.wait(minutes(5));
    }
    EXPECT_FALSE(locked());
}

TEST_F(Guessing, a_lock_that_has_run_out_starts_counting_from_nothing) {
    policy_.login_attempts_window = 1440;
    for (int i = 0; i < 3; ++i) fail();
    host_.wait(minutes(30));
    EXPECT_EQ(failures(), 0U);
    EXPECT_TRUE(place(2));
    EXPECT_FALSE(fail());
    EXPECT_EQ(failures(), 1U);
    EXPECT_FALSE(fail());
    EXPECT_TRUE(fail());
    EXPECT_EQ(locked_until(record_, host_.now()), host_.now().wall + minutes(30));
}

TEST_F(Guessing, a_duration_of_nothing_locks_until_an_administrator_unlocks) {
    policy_.lockout_duration = 0;
    for (int i = 0; i < 3; ++i) fail();
    EXPECT_EQ(locked_until(record_, host_.now()), Timestamp::max());
    host_.wait(days(3650));
    EXPECT_TRUE(locked());
    host_.reboot(days(3650));
    EXPECT_TRUE(locked());
    EXPECT_FALSE(place());
    record_ = {};  // an administrator unlocks
    EXPECT_TRUE(place());
}

TEST_F(Guessing, with_the_lock_off_failures_are_only_counted) {
    policy_.max_login_attempts = 0;
    for (int i = 0; i < 500; ++i) EXPECT_FALSE(fail());
    EXPECT_FALSE(locked());
    EXPECT_TRUE(place(1'000'000));
    EXPECT_EQ(failures(), GuessRecord::most_failures);
    EXPECT_EQ(record_.in_a_row, GuessRecord::most_in_a_row);
}

TEST_F(Guessing, what_is_kept_is_bounded_by_the_ranges_of_the_policy) {
    for (const auto& field : policy_fields()) {
        if (field.name == "MaxLoginAttempts") {
            EXPECT_EQ(field.maximum, GuessRecord::most_failures);
        }
        if (field.name == "MaxConsecutiveFailures") {
            EXPECT_EQ(field.maximum, GuessRecord::most_in_a_row);
        }
    }
    policy_.max_login_attempts = 0;
    for (int i = 0; i < 100; ++i) fail();
    EXPECT_EQ(record_.ages.size(), GuessRecord::most_failures);
    host_.wait(days(1));
    fail();
    EXPECT_EQ(record_.ages.size(), 1U);
}

TEST_F(Guessing, the_greatest_number_of_attempts_in_the_longest_window_locks) {
    policy_.max_login_attempts = 32;
    policy_.login_attempts_window = 1440;
    for (int i = 0; i < 31; ++i) {
        EXPECT_FALSE(fail());
        host_.wait(minutes(46));  // 31 of them are 1,426 minutes
    }
    EXPECT_TRUE(fail());
}

TEST_F(Guessing, ages_are_newest_first_and_of_the_newest_failure) {
    fail();
    host_.wait(seconds(70));
    fail();
    EXPECT_EQ(record_.ages, (std::vector{seconds(0), seconds(70)}));
    EXPECT_EQ(record_.last, host_.now());
}

TEST_F(Guessing, L1_there_is_a_place_for_no_more_guesses_than_failures_are_left) {
    EXPECT_TRUE(place(2));
    EXPECT_FALSE(place(3));
    fail();
    EXPECT_TRUE(place(1));
    EXPECT_FALSE(place(2));
    fail();
    EXPECT_TRUE(place(0));
    EXPECT_FALSE(place(1));
    fail();
    EXPECT_FALSE(place(0));
}

TEST_F(Guessing, L1_the_row_bounds_the_places_as_the_window_does) {
    policy_.max_consecutive_failures = 5;
    policy_.max_login_attempts = 0;
    EXPECT_TRUE(place(4));
    EXPECT_FALSE(place(5));
    for (int i = 0; i < 3; ++i) fail();
    EXPECT_TRUE(place(1));
    EXPECT_FALSE(place(2));
    policy_.max_login_attempts = 4;
    EXPECT_FALSE(place(1));
}

// A stricter policy counts at once, but does not shut out in silence: the next failure locks.
TEST_F(Guessing, a_policy_made_stricter_leaves_one_place_until_the_next_failure) {
    policy_.max_login_attempts = 10;
    for (int i = 0; i < 6; ++i) fail();
    policy_.max_login_attempts = 3;
    EXPECT_FALSE(locked());
    EXPECT_TRUE(place(0));
    EXPECT_FALSE(place(1));
    EXPECT_TRUE(fail());
    EXPECT_TRUE(locked());

    record_ = {};
    policy_ = {.max_consecutive_failures = 0};
    for (int i = 0; i < 100; ++i) fail();
    policy_.max_consecutive_failures = 100;
    EXPECT_TRUE(place(0));
    EXPECT_FALSE(place(1));
    EXPECT_TRUE(fail());
    EXPECT_EQ(locked_until(record_, host_.now()), Timestamp::max());
}

TEST_F(Guessing, a_lock_keeps_its_duration_when_the_policy_changes) {
    for (int i = 0; i < 3; ++i) fail();
    policy_.lockout_duration = 10080;
    EXPECT_EQ(locked_until(record_, host_.now()), noon + minutes(30));
    policy_.max_login_attempts = 0;
    EXPECT_TRUE(locked());
}

TEST_F(Guessing, a_failure_that_is_confirmed_while_locked_neither_locks_again_nor_prolongs) {
    for (int i = 0; i < 3; ++i) fail();
    host_.wait(minutes(5));
    EXPECT_FALSE(fail());
    EXPECT_EQ(locked_until(record_, host_.now()), noon + minutes(30));
    EXPECT_EQ(record_.in_a_row, 4U);
    host_.wait(minutes(25));
    EXPECT_FALSE(locked());
    EXPECT_EQ(failures(), 0U);
}

TEST_F(Guessing, a_row_that_fills_while_locked_makes_the_lock_one_without_end) {
    policy_.max_consecutive_failures = 4;
    for (int i = 0; i < 3; ++i) fail();
    EXPECT_TRUE(fail());
    EXPECT_EQ(locked_until(record_, host_.now()), Timestamp::max());
    EXPECT_FALSE(fail());
}

}  // namespace
}  // namespace ramauth::policy
