// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/policy_values.h"

#include <gtest/gtest.h>

namespace ramctl {
namespace {

TEST(PolicyValues, every_preset_comes_back_as_it_went) {
    for (const auto& preset : ramauth::policy::presets())
        EXPECT_EQ(policy_of(fields_of(preset.policy)), preset.policy) << preset.name;
}

TEST(PolicyValues, what_is_not_named_or_of_another_type_has_its_default) {
    const auto policy = policy_of({{"MaxPasswordAge", true}, {"HardExpire", true}, {"Moon", 1U}});
    ramauth::policy::PasswordPolicy expected;
    expected.hard_expire = true;
    EXPECT_EQ(policy, expected);
}

TEST(PolicyValues, the_order_is_that_of_the_model_and_unknown_fields_come_last) {
    EXPECT_EQ(policy_in_order({{"Moon", 1U}, {"HardExpire", true}, {"MinimumPasswordLength", 8U}}),
              (Fields{{"MinimumPasswordLength", 8U}, {"HardExpire", true}, {"Moon", 1U}}));
    EXPECT_EQ(
        preference_in_order({{"RevokeScope", std::string("user")}, {"LoginSessionDuration", 0U}}),
        (Fields{{"LoginSessionDuration", 0U}, {"RevokeScope", std::string("user")}}));
}

}  // namespace
}  // namespace ramctl
