// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/profile_text.h"

#include <gtest/gtest.h>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using testing::profile_of;
using testing::Stage;
using testing::test_now;

TEST(ProfileText, names_and_values_are_words) {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    Stage stage;
    print_profile(stage.environment, profile_of("alice"));
    EXPECT_EQ(stage.out.str(),
              "                        User: alice\n"
              "                         Uid: 1000\n"
              "                      Status: active\n"
              "                    Password: set by its user\n"
              "        Change at next logon: no\n"
              "         Last password logon: 2026-03-01 09:00 (3 hours ago)\n"
              "            Password expires: never\n"
              "Password in /etc/shadow kept: no\n"
              "                    Orphaned: no\n");
}

TEST(ProfileText, a_lock_says_until_when) {
    const auto shown = [](Timestamp until) {
        Stage stage;
        print_profile(stage.environment, {{"LockedUntil", until}, {"FailedLoginAttempts", 3U}});
        return stage.out.str();
    };
    EXPECT_EQ(shown(Timestamp::max()), "         Locked: until unlocked\nFailed attempts: 3\n");
    EXPECT_EQ(shown(ramauth::never), "         Locked: no\nFailed attempts: 3\n");
    EXPECT_EQ(shown(test_now - std::chrono::hours(1)), shown(ramauth::never));
    EXPECT_EQ(shown(test_now + std::chrono::hours(1)),
              "         Locked: until 2026-03-01 13:00 (in 1 hour)\nFailed attempts: 3\n");
    EXPECT_EQ(remarks({{"LockedUntil", Timestamp::max()}}, test_now), "locked until unlocked");
    EXPECT_EQ(remarks({{"LockedUntil", test_now}}, test_now), "");
}

TEST(ProfileText, a_risk_is_red) {
    EXPECT_EQ(password_cell({{"PasswordStatus", std::string("InitialExpired")}}).colour,
              Colour::red);
    EXPECT_EQ(status_cell({{"Status", std::string("Inactive")}}).colour, Colour::yellow);
}

TEST(ProfileText, words_of_a_newer_ramd_are_shown_as_they_are) {
    EXPECT_EQ(status_cell({{"Status", std::string("Sleeping")}}).text, "Sleeping");
    EXPECT_EQ(password_cell({}).text, "-");
}

TEST(ProfileText, remarks_name_what_wants_attention) {
    EXPECT_EQ(remarks(profile_of("alice"), test_now), "");
    EXPECT_EQ(remarks({{"Orphaned", true},
                       {"ShadowKept", true},
                       {"LockedUntil", test_now + std::chrono::hours(1)},
                       {"PasswordResetRequired", true}},
                      test_now),
              "orphaned, shadow password kept, locked, must change");
    EXPECT_EQ(remarks({{"LockedUntil", test_now - std::chrono::hours(1)}}, test_now), "");
}

}  // namespace
}  // namespace ramctl
