// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/setting_text.h"

#include <gtest/gtest.h>

#include "ramctl/policy_values.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

TEST(SettingText, numbers_have_their_units) {
    EXPECT_EQ(setting_text("LockoutDuration", 60U), "60 min");
    EXPECT_EQ(setting_text("MaxPasswordAge", 365U), "365 days");
    EXPECT_EQ(setting_text("MaxPasswordAge", 1U), "1 day");
    EXPECT_EQ(setting_text("LoginSessionDuration", 8U), "8 h");
}

TEST(SettingText, zero_says_what_it_means) {
    EXPECT_EQ(setting_text("MaxPasswordAge", 0U), "never");
    EXPECT_EQ(setting_text("LockoutDuration", 0U), "until unlocked");
    EXPECT_EQ(setting_text("MaxLoginAttempts", 0U), "off");
    EXPECT_EQ(setting_text("LoginNetworkMasks", Texts{}), "any");
    for (const char* list : {"ProgrammaticServices", "MFAExemptServices", "VerificationTypes"})
        EXPECT_EQ(setting_text(list, Texts{}), "none") << list;
}

TEST(SettingText, what_is_unknown_is_shown_as_it_is) {
    EXPECT_EQ(setting_text("Moon", 3U), "3");
    EXPECT_EQ(setting_text("HardExpire", true), "yes");
    EXPECT_EQ(setting_text("RevokeScope", std::string("user")), "user");
    EXPECT_EQ(setting_text("ProgrammaticServices", Texts{"cron", "atd"}), "cron, atd");
}

TEST(SettingText, no_number_of_the_policy_goes_without_a_unit) {
    for (const auto& field : fields_of(ramauth::policy::PasswordPolicy{})) {
        if (std::holds_alternative<std::uint32_t>(field.value)) {
            EXPECT_NE(setting_text(field.name, 7U), "7") << field.name;
        }
    }
}

}  // namespace
}  // namespace ramctl
