// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/life_cycle.h"

#include <gtest/gtest.h>

namespace ramauth::policy {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr Timestamp set_at{std::chrono::sys_days{std::chrono::year{2030} / 1 / 31}};

PasswordLife initial_life() {
    return {.initial = true, .reset_required = false, .changed = set_at};
}
PasswordLife own_life() {
    return {.initial = false, .reset_required = false, .changed = set_at};
}
PasswordPolicy ages(unsigned initial, unsigned maximum) {
    PasswordPolicy policy;
    policy.initial_password_age = initial;
    policy.max_password_age = maximum;
    return policy;
}

TEST(LifeCycle, P6_an_initial_password_expires_at_the_second) {
    const auto policy = ages(14, 0);
    const auto end = set_at + days(14);
    EXPECT_EQ(password_status(initial_life(), policy, end - seconds(1)),
              PasswordStatus::initial_valid);
    EXPECT_EQ(password_status(initial_life(), policy, end), PasswordStatus::initial_expired);
    EXPECT_EQ(password_status(initial_life(), policy, end + seconds(1)),
              PasswordStatus::initial_expired);
    EXPECT_EQ(judge(initial_life(), policy, end - seconds(1)), PasswordVerdict::expires_soon);
    EXPECT_EQ(judge(initial_life(), policy, end), PasswordVerdict::initial_expired);
    EXPECT_EQ(judge(initial_life(), policy, end + seconds(1)), PasswordVerdict::initial_expired);
}

TEST(LifeCycle, the_shorter_age_wins_for_an_initial_password) {
    EXPECT_EQ(expires_at(initial_life(), ages(14, 3)), set_at + days(3));
    EXPECT_EQ(expires_at(initial_life(), ages(14, 30)), set_at + days(14));
    EXPECT_EQ(expires_at(initial_life(), ages(0, 30)), set_at + days(30));
    EXPECT_EQ(judge(initial_life(), ages(14, 3), set_at + days(3)),
              PasswordVerdict::initial_expired);
}

TEST(LifeCycle, an_age_of_nothing_never_ends) {
    EXPECT_EQ(expires_at(initial_life(), ages(0, 0)), never);
    EXPECT_EQ(expires_at(own_life(), ages(14, 0)), never);
    EXPECT_EQ(judge(own_life(), ages(14, 0), Timestamp::max()), PasswordVerdict::usable);
}

TEST(LifeCycle, an_own_password_expires_at_the_second) {
    const auto policy = ages(14, 90);
    const auto end = set_at + days(90);
    EXPECT_EQ(judge(own_life(), policy, end - seconds(1)), PasswordVerdict::expires_soon);
    EXPECT_EQ(judge(own_life(), policy, end), PasswordVerdict::expired);
    EXPECT_EQ(judge(own_life(), policy, end + seconds(1)), PasswordVerdict::expired);
    EXPECT_EQ(password_status(own_life(), policy, end), PasswordStatus::not_initial);
}

TEST(LifeCycle, hard_expiry_leaves_it_to_an_administrator) {
    auto policy = ages(14, 90);
    policy.hard_expire = true;
    EXPECT_EQ(judge(own_life(), policy, set_at + days(90)), PasswordVerdict::hard_expired);
    EXPECT_EQ(judge(own_life(), policy, set_at + days(90) - seconds(1)),
              PasswordVerdict::expires_soon);
}

TEST(LifeCycle, a_required_reset_comes_before_an_expiry_that_the_user_can_mend) {
    auto life = own_life();
    life.reset_required = true;
    auto policy = ages(14, 90);
    EXPECT_EQ(judge(life, policy, set_at + days(1)), PasswordVerdict::reset_required);
    EXPECT_EQ(judge(life, policy, set_at + days(90)), PasswordVerdict::reset_required);
    policy.hard_expire = true;
    EXPECT_EQ(judge(life, policy, set_at + days(90)), PasswordVerdict::hard_expired);
    life.initial = true;
    EXPECT_EQ(judge(life, policy, set_at + days(14)), PasswordVerdict::initial_expired);
}

TEST(LifeCycle, the_warning_begins_at_the_second_and_can_be_switched_off) {
    auto policy = ages(14, 90);
    policy.password_expire_warning = 10;
    const auto begin = set_at + days(80);
    EXPECT_EQ(judge(own_life(), policy, begin - seconds(1)), PasswordVerdict::usable);
    EXPECT_EQ(judge(own_life(), policy, begin), PasswordVerdict::expires_soon);
    policy.password_expire_warning = 0;
    EXPECT_EQ(judge(own_life(), policy, set_at + days(90) - seconds(1)), PasswordVerdict::usable);
}

TEST(LifeCycle, a_clock_that_went_back_expires_nothing) {
    EXPECT_EQ(judge(initial_life(), ages(14, 90), set_at - days(3650)), PasswordVerdict::usable);
}

TEST(LifeCycle, dates_at_the_end_of_time_do_not_overflow) {
    auto life = initial_life();
    life.changed = from_wire(INT64_MAX);
    EXPECT_EQ(expires_at(life, ages(90, 1095)), never);
    EXPECT_EQ(judge(life, ages(90, 1095), Timestamp::max()), PasswordVerdict::usable);
}

}  // namespace
}  // namespace ramauth::policy
