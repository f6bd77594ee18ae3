// SPDX-License-Identifier: LGPL-2.1-or-later
// Each preset against the numbers of its source, written down a second time. What a source does not
// speak of has to be the default.
#include "policy/presets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace ramauth::policy {
namespace {

using Numbers = std::map<std::string_view, PolicyValue>;

struct Source {
    const char* preset;
    Numbers differs;  // from the defaults
    std::optional<unsigned> idle_days;
};

const std::vector<Source> sources{
    {"alibaba-ram", {{"MaximumPasswordLength", 32U}}, 730},
    {"alibaba-ram-2026",
     {{"MaximumPasswordLength", 32U},
      {"RequireLowercaseCharacters", true},
      {"RequireNumbers", true}},
     365},
    {"aws-iam", {{"MinimumCharacterClasses", 3U}}, {}},
    {"huawei-iam",
     {{"MaximumPasswordLength", 32U},
      {"MinimumCharacterClasses", 2U},
      {"MaxLoginAttempts", 5U},
      {"LoginAttemptsWindow", 15U},
      {"LockoutDuration", 15U}},
     {}},
    {"nist-800-63b-4",
     {{"MinimumPasswordLength", 15U},
      {"MaxConsecutiveFailures", 100U},
      {"InterceptRiskPasswordOnApi", true}},
     {}},
    {"cis-debian",
     {{"MinimumPasswordLength", 14U},
      {"MinimumCharacterClasses", 4U},
      {"MaximumConsecutiveIdenticalCharacters", 3U},
      {"MinimumChangedCharacters", 2U},
      {"PasswordReusePrevention", 24U},
      {"MinimumPasswordAge", 1440U},
      {"MaxPasswordAge", 365U},
      {"PasswordExpireWarning", 7U},
      {"MaxLoginAttempts", 4U},
      {"LoginAttemptsWindow", 15U},
      {"LockoutDuration", 15U}},
     45},
    {"stig-like",
     {{"MinimumPasswordLength", 15U},
      {"MinimumCharacterClasses", 4U},
      {"MaximumConsecutiveIdenticalCharacters", 3U},
      {"MinimumChangedCharacters", 8U},
      {"PasswordReusePrevention", 5U},
      {"MinimumPasswordAge", 1440U},
      {"MaxPasswordAge", 60U},
      {"MaxLoginAttempts", 3U},
      {"LoginAttemptsWindow", 15U},
      {"LockoutDuration", 0U}},
     35},
    {"pci-dss-4",
     {{"MinimumPasswordLength", 12U},
      {"RequireLowercaseCharacters", true},
      {"RequireNumbers", true},
      {"PasswordReusePrevention", 4U},
      {"MaxPasswordAge", 90U},
      {"MaxLoginAttempts", 10U},
      {"LoginAttemptsWindow", 1440U},
      {"LockoutDuration", 30U}},
     90},
};

TEST(Presets, are_those_of_the_model_in_its_order) {
    const auto all = presets();
    ASSERT_EQ(all.size(), sources.size());
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].name, sources[i].preset);
}

TEST(Presets, hold_the_numbers_of_their_sources_and_the_defaults_otherwise) {
    for (const auto& source : sources) {
        const Preset* preset = find_preset(source.preset);
        ASSERT_TRUE(preset) << source.preset;
        for (const auto& field : policy_fields()) {
            const auto wanted = source.differs.find(field.name);
            EXPECT_EQ(value_of(preset->policy, field), wanted == source.differs.end()
                                                           ? value_of(PasswordPolicy(), field)
                                                           : wanted->second)
                << source.preset << " " << field.name;
        }
    }
}

TEST(Presets, bring_the_preference_where_their_source_speaks_of_it) {
    for (const auto& source : sources) {
        SecurityPreference preference;
        const auto changes = find_preset(source.preset)->preference;
        EXPECT_EQ(changes.empty(), !source.idle_days) << source.preset;
        if (changes.empty()) continue;
        EXPECT_FALSE(ramauth::policy::apply(preference, changes)) << source.preset;
        EXPECT_EQ(preference.max_idle_days_for_users, *source.idle_days);
        preference.max_idle_days_for_users = 730;
        EXPECT_EQ(preference, SecurityPreference());
    }
}

TEST(Presets, can_each_be_set_as_a_change_over_any_other) {
    for (const auto& before : presets())
        for (const auto& preset : presets()) {
            PasswordPolicy policy = before.policy;
            std::vector<PolicyChange> changes;
            for (const auto& field : policy_fields())
                changes.push_back({field.name, value_of(preset.policy, field)});
            EXPECT_FALSE(ramauth::policy::apply(policy, changes)) << preset.name;
            EXPECT_EQ(policy, preset.policy);
        }
}

TEST(Presets, nist_asks_for_no_composition_and_no_rotation) {
    const PasswordPolicy& nist = find_preset("nist-800-63b-4")->policy;
    EXPECT_FALSE(nist.require_lowercase_characters || nist.require_uppercase_characters ||
                 nist.require_numbers || nist.require_symbols);
    EXPECT_EQ(nist.minimum_character_classes, 0U);
    EXPECT_EQ(nist.max_password_age, 0U);
    EXPECT_GE(nist.maximum_password_length, 64U);
}

TEST(Presets, stig_like_is_never_called_compliant) {
    const Preset* stig = find_preset("stig-like");
    EXPECT_THAT(std::string(stig->note), testing::HasSubstr("Never call it compliant"));
    for (const auto& preset : presets())
        EXPECT_EQ(std::string(preset.title).find("ompliant"), std::string::npos);
}

TEST(Presets, say_where_they_are_from) {
    std::set<std::string_view> titles;
    for (const auto& preset : presets()) {
        EXPECT_FALSE(preset.title.empty());
        EXPECT_FALSE(preset.source.empty());
        titles.insert(preset.title);
    }
    EXPECT_EQ(titles.size(), presets().size());
}

TEST(Presets, are_found_by_their_whole_name_only) {
    for (const std::string_view name : {"", "cis", "CIS-debian", "cis-debian "})
        EXPECT_EQ(find_preset(name), nullptr) << name;
}

}  // namespace
}  // namespace ramauth::policy
