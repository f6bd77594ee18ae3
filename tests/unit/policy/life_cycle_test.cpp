// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/life_cycle.h"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>

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

// MODEL.md, section 2, as a table: where a password is, what happens, where it is then. The initial
// age is 14 days; an own password never expires here.
struct Arrow {
    const char* name;
    PasswordStatus from;
    std::optional<PasswordEvent> event;  // nothing: only time passes
    days later;
    PasswordStatus to;
};

void PrintTo(const Arrow& arrow, std::ostream* out) {
    *out << arrow.name;
}

class LifeCycleArrow : public testing::TestWithParam<Arrow> {};

TEST_P(LifeCycleArrow, leads_where_the_model_says) {
    const auto policy = ages(14, 0);
    const Arrow& arrow = GetParam();
    const Timestamp then =
        arrow.from == PasswordStatus::initial_expired ? set_at + days(14) : set_at + days(13);
    auto life = arrow.from == PasswordStatus::not_initial ? own_life() : initial_life();
    ASSERT_EQ(password_status(life, policy, then), arrow.from);
    if (arrow.event) life = after(life, *arrow.event, then);
    EXPECT_EQ(password_status(life, policy, then + arrow.later), arrow.to);
}

using enum PasswordStatus;
using enum PasswordEvent;

INSTANTIATE_TEST_SUITE_P(
    Model, LifeCycleArrow,
    testing::Values(
        Arrow{"valid_stays_valid_until_the_age", initial_valid, {}, days(0), initial_valid},
        Arrow{"valid_expires_with_the_age", initial_valid, {}, days(1), initial_expired},
        Arrow{"valid_becomes_own_by_a_logon", initial_valid, logon_let_in, days(0), not_initial},
        Arrow{"own_by_a_logon_does_not_expire", initial_valid, logon_let_in, days(9), not_initial},
        Arrow{"valid_becomes_own_by_a_change", initial_valid, changed_by_user, days(0),
              not_initial},
        Arrow{"a_reset_of_a_valid_one_is_initial", initial_valid, reset_by_administrator, days(0),
              initial_valid},
        Arrow{"a_reset_of_a_valid_one_restarts_the_clock", initial_valid, reset_by_administrator,
              days(13), initial_valid},
        Arrow{"a_reset_one_expires_again", initial_valid, reset_by_administrator, days(14),
              initial_expired},
        Arrow{"expired_stays_expired", initial_expired, {}, days(3650), initial_expired},
        Arrow{"expired_becomes_valid_by_a_reset", initial_expired, reset_by_administrator, days(13),
              initial_valid},
        Arrow{"expired_becomes_valid_by_a_new_profile", initial_expired, created, days(13),
              initial_valid},
        Arrow{"own_stays_own", not_initial, {}, days(3650), not_initial},
        Arrow{"own_stays_own_at_a_logon", not_initial, logon_let_in, days(3650), not_initial},
        Arrow{"own_stays_own_by_a_change", not_initial, changed_by_user, days(3650), not_initial},
        Arrow{"own_stays_own_by_a_reset", not_initial, reset_by_administrator, days(3650),
              not_initial},
        Arrow{"own_becomes_initial_in_a_new_profile", not_initial, created, days(0), initial_valid},
        Arrow{"and_that_one_expires", not_initial, created, days(14), initial_expired}),
    [](const testing::TestParamInfo<Arrow>& arrow) { return arrow.param.name; });

TEST(LifeCycle, an_expired_initial_password_lets_nobody_in_who_could_make_it_their_own) {
    EXPECT_EQ(judge(initial_life(), ages(14, 0), set_at + days(14)),
              PasswordVerdict::initial_expired);
}

TEST(LifeCycle, a_forced_change_that_is_abandoned_changes_nothing) {
    auto life = initial_life();
    life.reset_required = true;
    const auto now = set_at + days(3);
    // No event: the password was proved, and nothing was let in.
    EXPECT_EQ(judge(life, ages(14, 0), now), PasswordVerdict::reset_required);
    EXPECT_EQ(password_status(life, ages(14, 0), now), initial_valid);
    EXPECT_EQ(password_status(life, ages(14, 0), set_at + days(14)), initial_expired);
}

TEST(LifeCycle, a_change_by_the_user_fulfils_what_was_required) {
    auto life = initial_life();
    life.reset_required = true;
    const auto now = set_at + days(3);
    const auto changed = after(life, changed_by_user, now);
    EXPECT_FALSE(changed.reset_required);
    EXPECT_EQ(changed.changed, now);
    EXPECT_TRUE(after(life, logon_let_in, now).reset_required);
    EXPECT_TRUE(after(life, reset_by_administrator, now).reset_required);
    EXPECT_FALSE(after(life, created, now).reset_required);
}

TEST(LifeCycle, a_logon_does_not_make_a_password_younger) {
    EXPECT_EQ(after(initial_life(), logon_let_in, set_at + days(3)).changed, set_at);
}

TEST(LifeCycle, an_age_that_changes_counts_at_once_and_whoever_is_not_initial_is_not_touched) {
    const auto now = set_at + days(5);
    EXPECT_EQ(password_status(initial_life(), ages(5, 0), now), initial_expired);
    EXPECT_EQ(password_status(initial_life(), ages(6, 0), now), initial_valid);
    EXPECT_EQ(judge(own_life(), ages(1, 0), now), PasswordVerdict::usable);
}

TEST(LifeCycle, P6_a_clock_that_jumps_ten_years_and_comes_back_leaves_the_password_as_it_was) {
    const auto policy = ages(14, 90);
    const auto now = set_at + days(2);
    EXPECT_EQ(judge(initial_life(), policy, now + days(3650)), PasswordVerdict::initial_expired);
    EXPECT_EQ(judge(initial_life(), policy, now - days(3650)), PasswordVerdict::usable);
    EXPECT_EQ(judge(initial_life(), policy, now), PasswordVerdict::expires_soon);
}

}  // namespace
}  // namespace ramauth::policy
