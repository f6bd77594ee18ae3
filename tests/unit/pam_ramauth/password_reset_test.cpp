// SPDX-License-Identifier: LGPL-2.1-or-later
// The second pass of a password change: root's reset.
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

TEST(Reset, P10_by_root_needs_no_old_password) {
    Transaction t;
    t.ramd().ending = {AskingSession::none, 3};
    t.types({"new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    EXPECT_THAT(t.person().heard_of('i'),
                ElementsAre("The password was set. 3 sessions of this account are being ended."));
    EXPECT_THAT(t.person().heard_of('?'), ElementsAre("New password: ", "Retype new password: "));
    EXPECT_THAT(t.ramd().members(), ElementsAre("UpdateLoginProfile"));
    EXPECT_EQ("new password", t.ramd().asked.front().password);
}

// Answers to a first reset and to its repeat.
std::function<Answer<PasswordReset>(const Asked&)> lost_then(Answer<PasswordReset> second) {
    return [second, first = true](const Asked&) mutable -> Answer<PasswordReset> {
        if (std::exchange(first, false)) return lost()();
        return second;
    };
}

TEST(Reset, P4_is_repeated_once_within_the_budget_when_the_reply_is_lost) {
    Transaction t;
    t.ramd().on_reset = lost_then(PasswordReset{});
    t.types({"new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    EXPECT_THAT(t.ramd().members(), ElementsAre("UpdateLoginProfile", "UpdateLoginProfile"));
    EXPECT_EQ("new password", t.ramd().asked[1].password);
    EXPECT_NE("", t.ramd().asked[0].nonce);
    EXPECT_EQ(t.ramd().asked[0].nonce, t.ramd().asked[1].nonce);
    EXPECT_LE(t.ramd().asked[0].time_left, std::chrono::seconds(10));
    EXPECT_LE(t.ramd().asked[1].time_left, std::chrono::seconds(20));
    EXPECT_THAT(t.person().heard_of('!'), IsEmpty());
}

TEST(Reset, P4_takes_a_refusal_of_the_repeat_for_what_it_is) {
    Transaction t;
    t.ramd().on_reset = lost_then(Refusal{Code::no_login_profile, "There is none.", {}});
    t.types({"new password", "new password"});
    EXPECT_EQ(PAM_USER_UNKNOWN, t.change());
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("There is none."));
}

TEST(Reset, asks_for_another_password_where_the_first_answer_says_that_it_is_in_force) {
    Transaction t;
    t.ramd().on_reset = [](const Asked& asked) -> Answer<PasswordReset> {
        if (asked.password == "present")
            return Refusal{Code::password_reused, "Take another one.", {}};
        return PasswordReset{};
    };
    t.types({"present", "present", "new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("Take another one."));
}

TEST(Reset, P4_hears_the_second_time_that_the_rules_forbid_the_password) {
    Transaction t;
    t.ramd().on_reset = lost_then(Refusal{Code::password_too_weak, "Too short.", {}});
    t.types({"a", "a"});
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.change());
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("Too short."));
}

TEST(Reset, P4_never_says_unchanged_where_the_repeat_does_not_tell) {
    const std::vector<Answer<PasswordReset>> seconds{
        NoAnswer{"no answer", true},
        NoAnswer{"cannot connect", false},
        Refusal{Code::service_failure, "Unchanged.", {}},
        Refusal{Code::limit_exceeded, "Unchanged.", {}},
    };
    for (const auto& second : seconds) {
        Transaction t;
        t.ramd().on_reset = lost_then(second);
        t.types({"new password", "new password"});
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.change());
        EXPECT_EQ(2U, t.ramd().asked.size());
        EXPECT_THAT(t.person().heard_of('!'),
                    ElementsAre("It is not known whether the password was changed. Try the new "
                                "password first, then the old one."));
    }
}

TEST(Reset, says_unchanged_and_is_not_repeated_where_the_request_never_left) {
    Transaction t;
    t.ramd().on_reset = [](const Asked&) { return NoAnswer{"cannot connect", false}; };
    t.types({"new password", "new password"});
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.change());
    EXPECT_EQ(1U, t.ramd().asked.size());
    EXPECT_THAT(t.person().heard_of('!').back(), HasSubstr("nothing was changed"));
}

TEST(Reset, P7_is_asked_again_for_a_weak_password) {
    Transaction t;
    t.ramd().on_reset = [](const Asked& asked) -> Answer<PasswordReset> {
        if (asked.password == "a") return Refusal{Code::password_too_weak, "Too short.", {}};
        return PasswordReset{};
    };
    t.types({"a", "a", "new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("Too short."));
}

}  // namespace
}  // namespace ramauth::pam::test
