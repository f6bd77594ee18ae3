// SPDX-License-Identifier: LGPL-2.1-or-later
// What an administrator sees of a lock, and who guesses does not.
#include "tests/bus/caller.h"
#include "tests/bus/signal_listener.h"

namespace bustest {
namespace {

class Lock : public BusTest {
protected:
    void SetUp() override { ASSERT_THAT(by_socket(set_policy("MaxLoginAttempts", 2)), IsDone()); }
    void guess_wrong_twice() {
        for (int turn = 0; turn < 2; ++turn)
            EXPECT_THAT(by_socket(authenticate("ann", "not the password")),
                        IsRefused("AuthenticationFailed"));
    }
};

TEST_F(Lock, L6_is_told_to_the_bus_and_shown_in_the_profile_and_not_to_who_guesses) {
    SignalListener listener(bus);
    guess_wrong_twice();
    const std::string told = listener.next("LoginLocked");
    EXPECT_THAT(told, testing::MatchesRegex("ann [0-9]{16}"));
    auto shown = profile("ann");
    EXPECT_EQ(shown["FailedLoginAttempts"], "2");
    // Counted from what is left of the lock, on another clock than the wall's.
    const auto until = static_cast<double>(std::stoull(told.substr(4)));
    EXPECT_NEAR(static_cast<double>(std::stoull(shown["LockedUntil"])), until, 1e6);
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsRefused("AuthenticationFailed"));
    EXPECT_THAT(ramd.log(), testing::HasSubstr("Login profile locked, user ann"));
    ASSERT_THAT(by_socket(with_user("UnlockLoginProfile", "ann")), IsDone());
    EXPECT_EQ(profile("ann")["LockedUntil"], "0");
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

TEST_F(Lock, L6_an_ordinary_user_does_not_hear_of_it) {
    constexpr unsigned nobody = 65534;
    SignalListener ordinary(bus, nobody);
    SignalListener root(bus);
    guess_wrong_twice();
    EXPECT_THAT(root.next("LoginLocked"), testing::StartsWith("ann "));
    EXPECT_EQ(ordinary.next("LoginLocked"), "no signal came");
}

TEST_F(Lock, until_an_administrator_unlocks_is_the_greatest_time) {
    ASSERT_THAT(by_socket(set_policy("LockoutDuration", 0)), IsDone());
    SignalListener listener(bus);
    guess_wrong_twice();
    EXPECT_EQ(listener.next("LoginLocked"), "ann 18446744073709551615");
    EXPECT_EQ(profile("ann")["LockedUntil"], "18446744073709551615");
}

TEST_F(Lock, L2_outlives_a_restart) {
    guess_wrong_twice();
    ASSERT_EQ(ramd.stop(), 0);
    ramd.start();
    EXPECT_NE(profile("ann")["LockedUntil"], "0");
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsRefused("AuthenticationFailed"));
}

}  // namespace
}  // namespace bustest
