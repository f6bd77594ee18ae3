// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/revocations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/time_text.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::outstanding_of;
using testing::test_now;

TEST(Revocations, none_are_nobodys) {
    EXPECT_THAT(ending_sessions({}), IsEmpty());
}

TEST(Revocations, are_put_together_by_account_in_their_order) {
    const auto all = ending_sessions({outstanding_of("bob", 1, test_now - 5s, ""),
                                      outstanding_of("alice", 2, test_now - 9s, ""),
                                      outstanding_of("bob", 4, test_now - 20s, "no answer in time"),
                                      outstanding_of("bob", 3, test_now - 2s, "another reason")});
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].user, "bob");
    EXPECT_EQ(all[0].left, 4U);
    EXPECT_EQ(all[0].since, test_now - 20s);
    EXPECT_EQ(all[0].why, "no answer in time");
    EXPECT_EQ(all[1].user, "alice");
    EXPECT_EQ(all[1].left, 2U);
    EXPECT_EQ(all[1].since, test_now - 9s);
}

TEST(Revocations, say_how_many_are_left_since_when_and_why) {
    const EndingSessions young{"alice", 2, test_now - 9s, ""};
    EXPECT_EQ(ending_text(young, test_now),
              "alice: 2 left, since " + readable(test_now - 9s, test_now));
    const EndingSessions old{"alice", 2, test_now - 90s, "no answer in time"};
    EXPECT_EQ(ending_text(old, test_now),
              "alice: 2 left, since " + readable(test_now - 90s, test_now) + ": no answer in time");
}

TEST(Revocations, need_no_advice_as_long_as_there_is_no_reason) {
    EXPECT_EQ(ending_advice({"alice", 2, test_now, ""}), "");
}

TEST(Revocations, R6_that_polkit_denies_are_advised_to_its_rule) {
    for (const char* why :
         {"org.freedesktop.DBus.Error.AccessDenied: Permission denied",
          "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired: Interactive "
          "authentication required.",
          "org.freedesktop.PolicyKit1.Error.NotAuthorized: no",
          "org.freedesktop.systemd1.UnitMasked: Unit polkit.service is masked."})
        EXPECT_THAT(ending_advice({"alice", 2, test_now, why}),
                    AllOf(HasSubstr("sessions of alice"), HasSubstr("ramd.rules")))
            << why;
}

TEST(Revocations, R7_that_do_not_end_are_advised_to_logind_and_to_what_is_left) {
    for (const char* why :
         {"no answer in time", "no connection to the system bus", "sessions have not ended yet",
          "org.freedesktop.DBus.Error.ServiceUnknown: not there"})
        EXPECT_THAT(
            ending_advice({"alice", 2, test_now, why}),
            AllOf(HasSubstr("systemd-logind"), HasSubstr("ramctl sessions alice --leftover")))
            << why;
}

}  // namespace
}  // namespace ramctl
