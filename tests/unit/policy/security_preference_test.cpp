// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/security_preference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace ramauth::policy {
namespace {

using testing::HasSubstr;

std::optional<Refusal> change(SecurityPreference& into, std::string_view field,
                              PreferenceValue value) {
    const std::array changes{PreferenceChange{field, std::move(value)}};
    return ramauth::policy::apply(into, changes);
}

// A refusal that changed nothing.
Refusal refused(std::string_view field, PreferenceValue value) {
    SecurityPreference preference;
    const auto refusal = change(preference, field, std::move(value));
    EXPECT_TRUE(refusal) << field;
    EXPECT_EQ(preference, SecurityPreference());
    const Refusal told = refusal.value_or(Refusal());
    EXPECT_EQ(told.field, field);
    return told;
}

// MODEL.md, section 7, row by row.
struct Row {
    std::string_view name;
    PreferenceValue by_default;
    unsigned minimum = 0;
    unsigned maximum = 0;
};

TEST(SecurityPreference, has_the_fields_ranges_and_defaults_of_the_model_in_its_order) {
    const std::vector<Row> table{
        {"AllowUserToChangePassword", true},
        {"AllowUserToManageMFADevices", true},
        {"LoginSessionDuration", 0U, 0, 24},
        {"LoginNetworkMasks", Texts(), 0, 40},
        {"MFAOperationForLogin", std::string("independent")},
        {"VerificationTypes", Texts{"totp"}, 0, 3},
        {"MFAExemptServices", Texts{"cron", "atd", "systemd-user"}, 0, 64},
        {"VerifyIdentityOnPasswordChange", false},
        {"MaxIdleDaysForUsers", 730U, 0, 1095},
        {"ExpiryStopsKeyLogon", false},
        {"KeepChangingSession", false},
        {"RevokeScope", std::string("sessions")},
        {"ProgrammaticServices", Texts{"cron", "atd", "systemd-user"}, 0, 64},
    };
    const auto fields = preference_fields();
    ASSERT_EQ(fields.size(), table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        EXPECT_EQ(fields[i].name, table[i].name);
        EXPECT_EQ(value_of(SecurityPreference(), fields[i]), table[i].by_default) << table[i].name;
        EXPECT_EQ(fields[i].minimum, table[i].minimum) << table[i].name;
        EXPECT_EQ(fields[i].maximum, table[i].maximum) << table[i].name;
    }
}

TEST(SecurityPreference, takes_what_is_within_and_gives_it_back) {
    const std::vector<PreferenceChange> changes{
        {"AllowUserToChangePassword", false},
        {"AllowUserToManageMFADevices", false},
        {"LoginSessionDuration", 24U},
        {"LoginNetworkMasks", Texts{"192.0.2.0/24", "2001:DB8::/32", "198.51.100.7"}},
        {"MFAOperationForLogin", std::string("adaptive")},
        {"VerificationTypes", Texts{"sms", "totp", "email"}},
        {"MFAExemptServices", Texts{"cron", "backup"}},
        {"VerifyIdentityOnPasswordChange", true},
        {"MaxIdleDaysForUsers", 1095U},
        {"ExpiryStopsKeyLogon", true},
        {"KeepChangingSession", true},
        {"RevokeScope", std::string("user")},
        {"ProgrammaticServices", Texts{"cron", "my_job.v2"}},
    };
    SecurityPreference preference;
    ASSERT_FALSE(ramauth::policy::apply(preference, changes));
    EXPECT_EQ(preference.login_network_masks,
              (Texts{"192.0.2.0/24", "2001:db8::/32", "198.51.100.7/32"}));
    EXPECT_EQ(preference.revoke_scope, RevokeScope::user);
    const auto fields = preference_fields();
    ASSERT_EQ(fields.size(), changes.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        ASSERT_EQ(fields[i].name, changes[i].field);
        if (fields[i].name == "LoginNetworkMasks") continue;  // canonical, as above
        EXPECT_EQ(value_of(preference, fields[i]), changes[i].value) << fields[i].name;
    }
}

TEST(SecurityPreference, what_it_gives_it_takes_again) {
    SecurityPreference preference;
    preference.login_network_masks = {"192.0.2.0/24"};
    preference.revoke_scope = RevokeScope::user;
    SecurityPreference copy;
    for (const auto& field : preference_fields())
        EXPECT_FALSE(change(copy, field.name, value_of(preference, field))) << field.name;
    EXPECT_EQ(copy, preference);
}

TEST(SecurityPreference, a_number_out_of_range_is_refused_with_the_range) {
    const auto refusal = refused("LoginSessionDuration", 25U);
    EXPECT_EQ(refusal.code, Code::parameter_range);
    EXPECT_EQ(refusal.sentence, "LoginSessionDuration must be between 0 and 24; this is 25.");
    EXPECT_EQ(refused("MaxIdleDaysForUsers", 1096U).code, Code::parameter_range);
    EXPECT_EQ(refused("MaxIdleDaysForUsers", 4294967295U).code, Code::parameter_range);
}

TEST(SecurityPreference, a_value_of_another_type_is_refused) {
    const std::vector<PreferenceValue> values{true, 1U, std::string("sessions"), Texts()};
    for (const auto& field : preference_fields()) {
        const auto own = value_of(SecurityPreference(), field).index();
        for (const auto& value : values) {
            if (value.index() == own) continue;
            EXPECT_EQ(refused(field.name, value).code, Code::parameter_format) << field.name;
        }
    }
}

TEST(SecurityPreference, RevokeScope_is_one_of_two_words) {
    for (const char* bad : {"", "Sessions", "user ", "all"})
        EXPECT_EQ(refused("RevokeScope", std::string(bad)).code, Code::parameter_format);
}

TEST(SecurityPreference, MFAOperationForLogin_is_one_of_three_words) {
    SecurityPreference preference;
    for (const auto& [word, operation] : {std::pair("mandatory", MFAOperation::mandatory),
                                          std::pair("adaptive", MFAOperation::adaptive),
                                          std::pair("independent", MFAOperation::independent)}) {
        EXPECT_FALSE(change(preference, "MFAOperationForLogin", std::string(word)));
        EXPECT_EQ(preference.mfa_operation_for_login, operation) << word;
    }
    for (const char* bad : {"", "Mandatory", "adaptive ", "off"})
        EXPECT_EQ(refused("MFAOperationForLogin", std::string(bad)).code, Code::parameter_format);
}

TEST(SecurityPreference, VerificationTypes_are_three_words_each_once) {
    SecurityPreference preference;
    EXPECT_FALSE(change(preference, "VerificationTypes", Texts()));
    EXPECT_TRUE(preference.verification_types.empty());
    for (const Texts& bad :
         {Texts{"TOTP"}, Texts{""}, Texts{"totp", "totp"}, Texts{"recovery-code"}})
        EXPECT_EQ(refused("VerificationTypes", bad).code, Code::parameter_format);
    EXPECT_EQ(refused("VerificationTypes", Texts{"totp", "email", "sms", "totp"}).code,
              Code::parameter_range);
}

Texts masks(unsigned count) {
    Texts texts;
    for (unsigned i = 0; i < count; ++i) texts.push_back("192.0.2." + std::to_string(i));
    return texts;
}

TEST(SecurityPreference, forty_masks_are_taken_and_forty_one_are_not) {
    SecurityPreference preference;
    EXPECT_FALSE(change(preference, "LoginNetworkMasks", masks(40)));
    EXPECT_EQ(preference.login_network_masks.size(), 40U);
    const auto refusal = refused("LoginNetworkMasks", masks(41));
    EXPECT_EQ(refusal.code, Code::parameter_range);
    EXPECT_THAT(refusal.sentence, HasSubstr("between 0 and 40; this is 41"));
    EXPECT_FALSE(change(preference, "LoginNetworkMasks", Texts()));
    EXPECT_TRUE(preference.login_network_masks.empty());
}

TEST(SecurityPreference, a_mask_that_does_not_parse_is_told_by_its_place) {
    const auto refusal =
        refused("LoginNetworkMasks", Texts{"192.0.2.0/24", "not a mask\n", "198.51.100.0/24"});
    EXPECT_EQ(refusal.code, Code::parameter_format);
    EXPECT_THAT(refusal.sentence, HasSubstr("Look at entry 2."));
    EXPECT_EQ(refusal.sentence.find("not a mask"), std::string::npos);
    EXPECT_EQ(refused("LoginNetworkMasks", Texts{"192.0.2.1/24"}).code, Code::parameter_format);
}

TEST(SecurityPreference, a_mask_that_comes_twice_is_refused_however_it_is_written) {
    const auto refusal = refused("LoginNetworkMasks", Texts{"2001:db8::/32", "2001:DB8:0::/32"});
    EXPECT_EQ(refusal.code, Code::parameter_format);
    EXPECT_THAT(refusal.sentence, HasSubstr("Look at entry 2."));
    EXPECT_EQ(refused("LoginNetworkMasks", Texts{"192.0.2.7", "192.0.2.7/32"}).code,
              Code::parameter_format);
}

TEST(SecurityPreference, services_have_the_names_of_files_and_come_once) {
    SecurityPreference preference;
    EXPECT_FALSE(change(preference, "ProgrammaticServices", Texts{std::string(64, 'x')}));
    EXPECT_FALSE(change(preference, "ProgrammaticServices", Texts()));
    for (const std::string& bad :
         {std::string(), std::string(65, 'x'), std::string("a b"), std::string("a/b"),
          std::string("a\n"), std::string("\xc3\xa4"), std::string("a\0b", 3)})
        EXPECT_EQ(refused("ProgrammaticServices", Texts{bad}).code, Code::parameter_format);
    EXPECT_EQ(refused("ProgrammaticServices", Texts{"cron", "atd", "cron"}).code,
              Code::parameter_format);
    Texts many;
    for (unsigned i = 0; i < 65; ++i) many.push_back("s" + std::to_string(i));
    EXPECT_EQ(refused("ProgrammaticServices", many).code, Code::parameter_range);
    many.pop_back();
    EXPECT_FALSE(change(preference, "ProgrammaticServices", many));
}

TEST(SecurityPreference, one_bad_change_of_several_changes_nothing) {
    SecurityPreference preference;
    const std::vector<PreferenceChange> changes{{"KeepChangingSession", true},
                                                {"LoginSessionDuration", 25U}};
    ASSERT_TRUE(ramauth::policy::apply(preference, changes));
    EXPECT_EQ(preference, SecurityPreference());
}

TEST(SecurityPreference, an_unknown_field_and_an_empty_change_are_refused) {
    EXPECT_EQ(refused("LoginNetworkMask", Texts()).code, Code::parameter_format);
    SecurityPreference preference;
    EXPECT_EQ(change(preference, "a b\n", true)->field, "Changes");
    const auto nothing = ramauth::policy::apply(preference, {});
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->field, "Changes");
    EXPECT_EQ(nothing->code, Code::parameter_format);
}

}  // namespace
}  // namespace ramauth::policy
