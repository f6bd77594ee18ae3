// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/policy_contradiction.h"

#include <gtest/gtest.h>

#include "policy/presets.h"

namespace ramauth::policy {
namespace {

TEST(PolicyContradiction, the_defaults_and_every_preset_hold_none) {
    EXPECT_FALSE(find_contradiction(PasswordPolicy()));
    for (const auto& preset : presets()) EXPECT_FALSE(find_contradiction(preset.policy));
}

TEST(PolicyContradiction, a_minimum_length_above_the_maximum_is_one) {
    PasswordPolicy policy;
    policy.minimum_password_length = 20;
    policy.maximum_password_length = 20;
    EXPECT_FALSE(find_contradiction(policy));
    policy.maximum_password_length = 19;
    const auto found = find_contradiction(policy);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->sentence,
              "MinimumPasswordLength (20) is more than MaximumPasswordLength (19): no password "
              "could meet both.");
    EXPECT_EQ(found->fields[0], "MinimumPasswordLength");
    EXPECT_EQ(found->fields[1], "MaximumPasswordLength");
}

TEST(PolicyContradiction, more_changed_characters_than_a_password_can_have_is_one) {
    PasswordPolicy policy;
    policy.maximum_password_length = 12;
    policy.minimum_changed_characters = 12;
    EXPECT_FALSE(find_contradiction(policy));
    policy.minimum_changed_characters = 13;
    const auto found = find_contradiction(policy);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->fields[0], "MinimumChangedCharacters");
    EXPECT_NE(found->sentence.find("13"), std::string::npos);
    EXPECT_NE(found->sentence.find("12"), std::string::npos);
}

TEST(PolicyContradiction, a_minimum_age_longer_than_a_maximum_age_that_is_on_is_one) {
    PasswordPolicy policy;
    policy.minimum_password_age = 10080;
    EXPECT_FALSE(find_contradiction(policy));  // MaxPasswordAge is 0: off
    policy.max_password_age = 7;
    EXPECT_FALSE(find_contradiction(policy));
    policy.max_password_age = 6;
    const auto found = find_contradiction(policy);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->sentence,
              "MinimumPasswordAge (10080 min) is more than MaxPasswordAge (6 d): a password would "
              "expire before its user may change it.");
}

TEST(PolicyContradiction, everything_that_can_be_asked_of_eight_characters_fits_into_eight) {
    PasswordPolicy policy;
    policy.maximum_password_length = 8;
    policy.require_lowercase_characters = policy.require_uppercase_characters = true;
    policy.require_numbers = policy.require_symbols = true;
    policy.minimum_character_classes = 4;
    policy.minimum_password_different_character = 8;
    policy.maximum_consecutive_identical_characters = 1;
    policy.minimum_changed_characters = 8;
    policy.password_not_contain_user_name = true;
    EXPECT_FALSE(find_contradiction(policy));
}

}  // namespace
}  // namespace ramauth::policy
