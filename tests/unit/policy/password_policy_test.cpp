// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/password_policy.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace ramauth::policy {
namespace {

std::optional<Refusal> change(PasswordPolicy& into, std::string_view field, PolicyValue value) {
    const std::array changes{PolicyChange{field, value}};
    return ramauth::policy::apply(into, changes);
}

TEST(PasswordPolicy, has_the_defaults_of_the_model) {
    const PasswordPolicy policy;
    EXPECT_EQ(policy.minimum_password_length, 8U);
    EXPECT_EQ(policy.max_password_age, 0U);
    EXPECT_EQ(policy.password_expire_warning, 14U);
    EXPECT_FALSE(policy.hard_expire);
    EXPECT_EQ(policy.initial_password_age, 14U);
}

TEST(PasswordPolicy, takes_both_ends_of_every_range_and_nothing_beyond) {
    for (const auto& field : policy_fields()) {
        if (!std::holds_alternative<NumberField>(field.member)) continue;
        PasswordPolicy policy;
        EXPECT_FALSE(change(policy, field.name, field.minimum)) << field.name;
        EXPECT_FALSE(change(policy, field.name, field.maximum)) << field.name;
        EXPECT_EQ(value_of(policy, field), PolicyValue(field.maximum));
        const auto refusal = change(policy, field.name, field.maximum + 1);
        ASSERT_TRUE(refusal) << field.name;
        EXPECT_EQ(refusal->code, Code::parameter_range);
        EXPECT_EQ(refusal->field, field.name);
        EXPECT_NE(refusal->sentence.find(std::to_string(field.maximum)), std::string::npos);
        if (field.minimum > 0) {
            EXPECT_EQ(change(policy, field.name, field.minimum - 1)->code, Code::parameter_range);
        }
        EXPECT_EQ(change(policy, field.name, true)->code, Code::parameter_format);
    }
}

TEST(PasswordPolicy, takes_a_flag_and_no_number_for_it) {
    PasswordPolicy policy;
    EXPECT_FALSE(change(policy, "HardExpire", true));
    EXPECT_TRUE(policy.hard_expire);
    const auto refusal = change(policy, "HardExpire", 1U);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, Code::parameter_format);
    EXPECT_EQ(refusal->field, "HardExpire");
}

TEST(PasswordPolicy, one_bad_change_of_several_changes_nothing) {
    PasswordPolicy policy;
    const std::array changes{PolicyChange{"MinimumPasswordLength", 20U},
                             PolicyChange{"MaxPasswordAge", 5000U}};
    ASSERT_TRUE(ramauth::policy::apply(policy, changes));
    EXPECT_EQ(policy, PasswordPolicy());
}

TEST(PasswordPolicy, what_is_not_named_stays_as_it_is) {
    PasswordPolicy policy;
    policy.max_password_age = 90;
    ASSERT_FALSE(change(policy, "MinimumPasswordLength", 20U));
    EXPECT_EQ(policy.max_password_age, 90U);
    EXPECT_EQ(policy.minimum_password_length, 20U);
}

TEST(PasswordPolicy, an_unknown_field_is_named_where_a_name_can_stand) {
    PasswordPolicy policy;
    EXPECT_EQ(change(policy, "MinimumPaswordLength", 8U)->field, "MinimumPaswordLength");
    EXPECT_EQ(change(policy, "a b\n", 8U)->field, "Changes");
    EXPECT_EQ(change(policy, "", 8U)->field, "Changes");
    EXPECT_EQ(change(policy, std::string(65, 'a'), 8U)->field, "Changes");
    EXPECT_EQ(change(policy, "x", 8U)->code, Code::parameter_format);
}

TEST(PasswordPolicy, a_change_of_nothing_is_refused) {
    PasswordPolicy policy;
    const auto refusal = ramauth::policy::apply(policy, {});
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, Code::parameter_format);
    EXPECT_EQ(refusal->field, "Changes");
}

}  // namespace
}  // namespace ramauth::policy
