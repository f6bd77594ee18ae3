// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/password_policy.h"

namespace ramauth::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Nothing to think about.
PasswordPolicy quiet() {
    PasswordPolicy policy;
    policy.max_login_attempts = 5;
    return policy;
}

TEST(PolicyWarnings, a_policy_without_a_trap_has_none) {
    EXPECT_THAT(warnings(quiet()), IsEmpty());
}

TEST(PolicyWarnings, the_defaults_say_that_the_lock_is_off) {
    EXPECT_THAT(warnings(PasswordPolicy()), ElementsAre(HasSubstr("never lock")));
    PasswordPolicy row;
    row.max_consecutive_failures = 100;
    EXPECT_THAT(warnings(row), IsEmpty());
}

TEST(PolicyWarnings, an_initial_age_longer_than_the_maximum_age_is_told_with_both) {
    auto policy = quiet();
    policy.max_password_age = 14;
    policy.password_expire_warning = 3;
    EXPECT_THAT(warnings(policy), IsEmpty());
    policy.max_password_age = 13;
    EXPECT_THAT(warnings(policy),
                ElementsAre("InitialPasswordAge (14 days) is longer than MaxPasswordAge (13 days): "
                            "the shorter one counts."));
}

TEST(PolicyWarnings, an_initial_password_that_never_ends_is_told) {
    auto policy = quiet();
    policy.initial_password_age = 0;
    EXPECT_THAT(warnings(policy), ElementsAre(HasSubstr("for ever")));
    policy.max_password_age = 90;
    EXPECT_THAT(warnings(policy), IsEmpty());
}

TEST(PolicyWarnings, a_warning_that_is_always_on_is_told) {
    auto policy = quiet();
    policy.initial_password_age = 1;
    policy.max_password_age = 30;
    policy.password_expire_warning = 29;
    EXPECT_THAT(warnings(policy), IsEmpty());
    policy.password_expire_warning = 30;
    EXPECT_THAT(warnings(policy), ElementsAre(HasSubstr("every logon warns")));
}

TEST(PolicyWarnings, hard_expiry_without_expiry_or_without_time_to_change_is_told) {
    auto policy = quiet();
    policy.hard_expire = true;
    EXPECT_THAT(warnings(policy), ElementsAre(HasSubstr("does nothing")));
    policy.max_password_age = 7;
    policy.initial_password_age = 7;
    policy.password_expire_warning = 1;
    EXPECT_THAT(warnings(policy), IsEmpty());
    policy.minimum_password_age = 7 * 24 * 60;
    EXPECT_THAT(warnings(policy), ElementsAre(HasSubstr("nobody can change")));
}

TEST(PolicyWarnings, one_length_for_all_is_told) {
    auto policy = quiet();
    policy.minimum_password_length = policy.maximum_password_length = 20;
    EXPECT_THAT(warnings(policy), ElementsAre(HasSubstr("exactly 20 characters")));
}

TEST(PolicyWarnings, a_lock_without_end_says_who_can_bring_it_about) {
    auto policy = quiet();
    policy.lockout_duration = 0;
    EXPECT_THAT(warnings(policy), ElementsAre(HasSubstr("whoever can type 5 wrong passwords")));
    policy.max_login_attempts = 0;
    policy.max_consecutive_failures = 100;
    EXPECT_THAT(warnings(policy), IsEmpty());
}

TEST(PolicyWarnings, a_row_that_ends_before_the_window_is_told) {
    auto policy = quiet();
    policy.max_consecutive_failures = 6;
    EXPECT_THAT(warnings(policy), IsEmpty());
    policy.max_consecutive_failures = 5;
    EXPECT_THAT(warnings(policy), ElementsAre(HasSubstr("every lock lasts until")));
}

TEST(PolicyWarnings, all_of_them_come_at_once) {
    PasswordPolicy policy;
    policy.minimum_password_length = policy.maximum_password_length = 8;
    policy.max_password_age = 1;
    policy.minimum_password_age = 24 * 60;
    policy.hard_expire = true;
    EXPECT_EQ(warnings(policy).size(), 5U);
}

}  // namespace
}  // namespace ramauth::policy
