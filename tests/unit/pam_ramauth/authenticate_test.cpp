// SPDX-License-Identifier: LGPL-2.1-or-later
// The auth stage and setcred, through the entry points.
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

TEST(Authenticate, lets_a_right_password_in_and_tells_ramd_who_asks) {
    Transaction t;
    t.types({"right"});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_THAT(t.person().heard, ElementsAre("? Password: "));
    ASSERT_EQ(1U, t.ramd().asked.size());
    const Asked& asked = t.ramd().asked.front();
    EXPECT_EQ("alice", asked.user);
    EXPECT_EQ("sshd", asked.context.service);
    EXPECT_EQ("ssh", asked.context.tty);
    EXPECT_EQ("192.0.2.7", asked.context.remote_host);
    EXPECT_EQ(1001U, asked.context.uid.value);
    EXPECT_EQ(Purpose::logon, asked.purpose);
    EXPECT_EQ("right", t.pam.items[PAM_AUTHTOK]);
}

TEST(Authenticate, F3_answers_a_wrong_password_with_AUTH_ERR_and_a_pause) {
    Transaction t;
    t.types({"wrong"});
    EXPECT_EQ(PAM_AUTH_ERR, t.authenticate());
    EXPECT_EQ(2'000'000U, t.pam.fail_delay_us);
    EXPECT_EQ(PAM_USER_UNKNOWN, t.set_credentials());
}

TEST(Authenticate, M13_sends_an_empty_password_too_whatever_DISALLOW_NULL_says) {
    for (const int flags : {0, static_cast<int>(PAM_DISALLOW_NULL_AUTHTOK)}) {
        Transaction t;
        t.types({""});
        EXPECT_EQ(PAM_AUTH_ERR, t.authenticate(flags));
        EXPECT_EQ(1U, t.ramd().asked.size());
    }
}

TEST(Authenticate, F1_is_no_success_without_an_answer_of_ramd) {
    for (const bool maybe_done : {false, true}) {
        Transaction t;
        t.ramd().on_authenticate = [maybe_done](const Asked&) {
            return NoAnswer{"nothing", maybe_done};
        };
        t.types({"right"});
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.authenticate());
        EXPECT_EQ(PAM_USER_UNKNOWN, t.set_credentials());
    }
}

TEST(Authenticate, M1_adds_no_pause_to_the_time_waited_where_ramd_does_not_answer_or_is_busy) {
    const std::vector<std::function<Answer<Authenticated>()>> answers{
        lost(),
        [] {
            return Refusal{Code::limit_exceeded, "", {}};
        },
        [] {
            return Refusal{Code::service_failure, "", {}};
        }};
    for (const auto& answer : answers) {
        Transaction t;
        t.ramd().on_authenticate = [&](const Asked&) { return answer(); };
        t.types({"right"});
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.authenticate());
        EXPECT_EQ(0U, t.pam.fail_delay_us);
    }
}

TEST(Authenticate, steps_aside_with_the_password_where_ramd_knows_no_profile) {
    Transaction t;
    t.ramd().on_authenticate = [](const Asked&) { return Refusal{Code::no_login_profile, "", {}}; };
    t.types({"unix"});
    EXPECT_EQ(PAM_USER_UNKNOWN, t.authenticate());
    EXPECT_EQ("unix", t.pam.items[PAM_AUTHTOK]);
    EXPECT_EQ(0U, t.pam.fail_delay_us);
}

TEST(Authenticate, M13_use_first_pass_takes_the_password_of_the_stack_or_fails) {
    Transaction t;
    t.options = {"use_first_pass"};
    EXPECT_EQ(PAM_AUTH_ERR, t.authenticate());
    EXPECT_THAT(t.ramd().asked, IsEmpty());
    t.pam.items[PAM_AUTHTOK] = "wrong";
    EXPECT_EQ(PAM_AUTH_ERR, t.authenticate());
    t.pam.items[PAM_AUTHTOK] = "right";
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_THAT(t.person().heard, IsEmpty());
}

TEST(Authenticate, M13_try_first_pass_asks_where_the_password_of_the_stack_is_wrong) {
    Transaction t;
    t.options = {"try_first_pass"};
    t.pam.items[PAM_AUTHTOK] = "wrong";
    t.types({"right"});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_THAT(t.person().heard, ElementsAre("? Password: "));
    EXPECT_EQ(2U, t.ramd().asked.size());
}

TEST(Authenticate, F4_does_not_ask_a_second_time_where_ramd_does_not_answer) {
    Transaction t;
    t.options = {"try_first_pass"};
    t.pam.items[PAM_AUTHTOK] = "right";
    t.ramd().on_authenticate = [](const Asked&) { return lost()(); };
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.authenticate());
    EXPECT_THAT(t.person().heard, IsEmpty());
}

TEST(Authenticate, tells_the_news_of_a_right_password_unless_the_line_says_quiet) {
    for (const bool quiet : {false, true}) {
        Transaction t;
        if (quiet) t.options = {"quiet"};
        t.ramd().on_authenticate = [](const Asked&) {
            return Authenticated{
                Secret::copy_of(ticket_text), {}, "A device can be bound: ramctl mfa bind."};
        };
        t.types({"right"});
        EXPECT_EQ(PAM_SUCCESS, t.authenticate());
        EXPECT_EQ(quiet ? 0U : 1U, t.person().heard_of('i').size());
    }
}

TEST(Authenticate, forgets_an_earlier_proof_on_the_same_handle) {
    Transaction t;
    t.types({"right", "wrong"});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_EQ(PAM_AUTH_ERR, t.authenticate());
    EXPECT_EQ(PAM_USER_UNKNOWN, t.set_credentials());
}

TEST(SetCredentials, agrees_where_this_handle_authenticated_through_us_without_a_call) {
    Transaction t;
    t.log_on();
    for (const auto flag :
         {PAM_ESTABLISH_CRED, PAM_DELETE_CRED, PAM_REINITIALIZE_CRED, PAM_REFRESH_CRED})
        EXPECT_EQ(PAM_SUCCESS, t.set_credentials(static_cast<int>(flag)));
    t.pam.items[PAM_USER] = "root";  // sudo's target
    EXPECT_EQ(PAM_SUCCESS, t.set_credentials());
    EXPECT_THAT(t.ramd().asked, IsEmpty());
}

TEST(SetCredentials, steps_aside_where_nobody_authenticated) {
    Transaction t;
    EXPECT_EQ(PAM_USER_UNKNOWN, t.set_credentials());
}

}  // namespace
}  // namespace ramauth::pam::test
