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

// MODEL.md, section 3, row by row.
struct Row {
    std::string_view name;
    PolicyValue by_default;
    unsigned minimum = 0;
    unsigned maximum = 0;
};

const std::array table{
    Row{"MinimumPasswordLength", 8U, 8, 128},
    Row{"MaximumPasswordLength", 128U, 8, 128},
    Row{"RequireLowercaseCharacters", false},
    Row{"RequireUppercaseCharacters", false},
    Row{"RequireNumbers", false},
    Row{"RequireSymbols", false},
    Row{"MinimumCharacterClasses", 0U, 0, 4},
    Row{"MinimumPasswordDifferentCharacter", 0U, 0, 8},
    Row{"MaximumConsecutiveIdenticalCharacters", 0U, 0, 32},
    Row{"MinimumChangedCharacters", 0U, 0, 32},
    Row{"PasswordNotContainUserName", false},
    Row{"PasswordReusePrevention", 0U, 0, 24},
    Row{"MinimumPasswordAge", 0U, 0, 10080},
    Row{"MaxPasswordAge", 0U, 0, 1095},
    Row{"PasswordExpireWarning", 14U, 0, 90},
    Row{"HardExpire", false},
    Row{"InitialPasswordAge", 14U, 0, 90},
    Row{"MaxLoginAttempts", 0U, 0, 32},
    Row{"LoginAttemptsWindow", 60U, 1, 1440},
    Row{"LockoutDuration", 60U, 0, 10080},
    Row{"MaxConsecutiveFailures", 0U, 0, 100},
    Row{"InterceptRiskPasswordOnApi", false},
    Row{"WeakListRequired", false},
};

TEST(PasswordPolicy, has_the_fields_ranges_and_defaults_of_the_model_in_its_order) {
    const auto fields = policy_fields();
    ASSERT_EQ(fields.size(), table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        EXPECT_EQ(fields[i].name, table[i].name);
        EXPECT_EQ(value_of(PasswordPolicy(), fields[i]), table[i].by_default) << table[i].name;
        EXPECT_EQ(fields[i].minimum, table[i].minimum) << table[i].name;
        EXPECT_EQ(fields[i].maximum, table[i].maximum) << table[i].name;
    }
}

TEST(PasswordPolicy, every_field_has_a_member_of_its_own) {
    for (const auto& field : policy_fields()) {
        PasswordPolicy policy;
        const bool is_flag = std::holds_alternative<FlagField>(field.member);
        const auto value = is_flag ? PolicyValue(true) : PolicyValue(field.minimum + 3);
        if (!is_flag && field.maximum < field.minimum + 3) continue;
        (void)change(policy, field.name, value);
        for (const auto& other : policy_fields()) {
            if (other.name == field.name) continue;
            EXPECT_EQ(value_of(policy, other), value_of(PasswordPolicy(), other))
                << field.name << " " << other.name;
        }
    }
}

// From the defaults, under which no value within its range contradicts another field.
std::optional<Refusal> change_alone(std::string_view field, PolicyValue value) {
    PasswordPolicy policy;
    auto refusal = change(policy, field, value);
    for (const auto& known : policy_fields()) {
        if (known.name != field || refusal) continue;
        EXPECT_EQ(value_of(policy, known), value);
    }
    return refusal;
}

TEST(PasswordPolicy, takes_both_ends_of_every_range_and_nothing_beyond) {
    for (const auto& field : policy_fields()) {
        if (!std::holds_alternative<NumberField>(field.member)) continue;
        EXPECT_FALSE(change_alone(field.name, field.minimum)) << field.name;
        EXPECT_FALSE(change_alone(field.name, field.maximum)) << field.name;
        for (const unsigned beyond : {field.maximum + 1, 4294967295U}) {
            const auto refusal = change_alone(field.name, beyond);
            ASSERT_TRUE(refusal) << field.name;
            EXPECT_EQ(refusal->code, Code::parameter_range);
            EXPECT_EQ(refusal->field, field.name);
            EXPECT_NE(refusal->sentence.find(std::to_string(field.minimum)), std::string::npos);
            EXPECT_NE(refusal->sentence.find(std::to_string(field.maximum)), std::string::npos);
        }
        if (field.minimum > 0) {
            EXPECT_EQ(change_alone(field.name, field.minimum - 1)->code, Code::parameter_range);
        }
        EXPECT_EQ(change_alone(field.name, true)->code, Code::parameter_format);
    }
}

TEST(PasswordPolicy, takes_a_flag_and_no_number_for_it) {
    for (const auto& field : policy_fields()) {
        if (!std::holds_alternative<FlagField>(field.member)) continue;
        EXPECT_FALSE(change_alone(field.name, true)) << field.name;
        const auto refusal = change_alone(field.name, 1U);
        ASSERT_TRUE(refusal);
        EXPECT_EQ(refusal->code, Code::parameter_format);
        EXPECT_EQ(refusal->field, field.name);
    }
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

TEST(PasswordPolicy, an_unknown_field_is_refused_by_name) {
    PasswordPolicy policy;
    const auto refusal = change(policy, "MinimumPaswordLength", 8U);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, Code::parameter_format);
    EXPECT_EQ(refusal->field, "MinimumPaswordLength");
    EXPECT_EQ(change(policy, "a b\n", 8U)->field, "Changes");
}

TEST(PasswordPolicy, a_change_of_nothing_is_refused) {
    PasswordPolicy policy;
    const auto refusal = ramauth::policy::apply(policy, {});
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, Code::parameter_format);
    EXPECT_EQ(refusal->field, "Changes");
}

TEST(PasswordPolicy, a_contradiction_is_refused_with_the_field_that_was_changed) {
    PasswordPolicy policy;
    ASSERT_FALSE(change(policy, "MaximumPasswordLength", 16U));
    const auto longer = change(policy, "MinimumPasswordLength", 17U);
    ASSERT_TRUE(longer);
    EXPECT_EQ(longer->code, Code::parameter_range);
    EXPECT_EQ(longer->field, "MinimumPasswordLength");
    ASSERT_FALSE(change(policy, "MinimumPasswordLength", 16U));
    EXPECT_EQ(change(policy, "MaximumPasswordLength", 15U)->field, "MaximumPasswordLength");
    EXPECT_EQ(policy.minimum_password_length, 16U);
    EXPECT_EQ(policy.maximum_password_length, 16U);
}

TEST(PasswordPolicy, fields_that_fit_only_together_can_be_changed_together) {
    PasswordPolicy policy;
    policy.maximum_password_length = 16;
    const std::array changes{PolicyChange{"MinimumPasswordLength", 20U},
                             PolicyChange{"MaximumPasswordLength", 24U}};
    EXPECT_FALSE(ramauth::policy::apply(policy, changes));
    EXPECT_EQ(policy.minimum_password_length, 20U);
}

}  // namespace
}  // namespace ramauth::policy
