// SPDX-License-Identifier: LGPL-2.1-or-later
// A logon and a change that want a second factor, through the entry points.
#include "pam_ramauth/second_factor.h"

#include "tests/unit/pam_ramauth/allocation_faults.h"
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

using testing::Contains;
using testing::Each;
using testing::Not;

TEST(SecondFactor, completes_a_logon_with_the_ticket_of_the_password) {
    Transaction t;
    t.ramd().want({"totp", "recovery-code"});
    t.types({"right", "123456"});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_THAT(t.person().heard,
                ElementsAre("? Password: ",
                            "i A second factor is needed: the code that your authenticator app "
                            "shows or a recovery code.",
                            "E Verification code: "));
    EXPECT_THAT(t.ramd().members(), ElementsAre("Authenticate", "Verify"));
    EXPECT_EQ(ticket_text, t.ramd().asked.back().ticket);
    EXPECT_EQ(PAM_SUCCESS, t.account());
    EXPECT_EQ(ticket_text, t.ramd().asked.back().ticket);
    EXPECT_EQ("7", t.pam.environment["RAMAUTH_EPOCH"]);
}

TEST(SecondFactor, F3_a_wrong_code_fails_with_the_pause_of_a_wrong_password_and_no_word) {
    Transaction t;
    t.ramd().want({"totp"});
    t.types({"right", "654321"});
    EXPECT_EQ(PAM_AUTH_ERR, t.authenticate());
    EXPECT_EQ(2'000'000U, t.pam.fail_delay_us);
    EXPECT_THAT(t.person().heard_of('!'), IsEmpty());
    EXPECT_EQ(PAM_USER_UNKNOWN, t.set_credentials());
}

TEST(SecondFactor, asks_for_no_other_password_after_a_wrong_code) {
    Transaction t;
    t.options = {"try_first_pass"};
    t.ramd().want({"totp"});
    t.pam.items[PAM_AUTHTOK] = "right";
    t.types({"654321", "right", "123456"});
    EXPECT_EQ(PAM_AUTH_ERR, t.authenticate());
    EXPECT_THAT(t.ramd().members(), ElementsAre("Authenticate", "Verify"));
}

// What sshd's password method does: it answers prompts without echo, and fails the others.
TEST(SecondFactor, that_the_program_cannot_ask_for_is_no_guess_and_logged_once) {
    for (const std::string way : {"totp", "bind"}) {
        Transaction t;
        t.ramd().want({way});
        t.types({"right"});
        EXPECT_EQ(PAM_AUTH_ERR, t.authenticate());
        EXPECT_THAT(t.ramd().members(), Not(Contains("Verify")));
        EXPECT_THAT(t.ramd().members(), Not(Contains("FinishBind")));
        EXPECT_THAT(t.host.log, ElementsAre(HasSubstr("KbdInteractiveAuthentication yes")));
        EXPECT_EQ(PAM_USER_UNKNOWN, t.set_credentials());
    }
}

TEST(SecondFactor, F1_of_a_kind_that_the_module_does_not_know_is_unavailable) {
    for (const std::vector<std::string>& next :
         {std::vector<std::string>{"webauthn"}, {""}, {"bind", "totp"}, {"TOTP"}}) {
        Transaction t;
        t.ramd().want(next);
        t.types({"right", "123456"});
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.authenticate());
        EXPECT_THAT(t.ramd().members(), ElementsAre("Authenticate"));
    }
}

TEST(SecondFactor, goes_on_with_the_next_step_where_ramd_wants_one) {
    Transaction t;
    t.ramd().want({"email"});
    t.ramd().on_verify = [](const Asked&) { return Verified{{"bind"}}; };
    t.types({"right", "123456", "111111", "222222", ""});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_THAT(t.ramd().members(), ElementsAre("Authenticate", "SendCode", "Verify", "BeginBind",
                                                "DrawBind", "FinishBind"));
}

TEST(SecondFactor, F1_is_no_success_where_there_is_always_one_step_more) {
    Transaction t;
    t.ramd().want({"totp"});
    t.ramd().on_verify = [](const Asked&) { return Verified{{"totp"}}; };
    t.types({"right", "1", "2", "3", "4", "5", "6"});
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.authenticate());
    EXPECT_LE(t.ramd().asked.size(), 4U);
}

TEST(SecondFactor, F2_turns_every_refusal_of_every_step_into_a_failure_that_ends_the_stack) {
    for (int number = 0; number <= static_cast<int>(Code::service_failure); ++number) {
        for (const std::string way : {"totp", "email", "bind"}) {
            const Refusal refusal{static_cast<Code>(number), "Why.", "Field"};
            Transaction t;
            t.ramd().want({way});
            t.ramd().on_verify = [&](const Asked&) { return refusal; };
            t.ramd().on_send_code = [&](const Asked&) { return refusal; };
            t.ramd().on_begin_bind = [&](const Asked&) { return refusal; };
            t.types({"right", "123456", "111111", "222222", ""});
            const int result = t.authenticate();
            EXPECT_NE(PAM_SUCCESS, result) << number << way;
            // The rest of the stack would go by the password alone.
            EXPECT_NE(PAM_USER_UNKNOWN, result) << number << way;
            EXPECT_NE(PAM_IGNORE, result) << number << way;
        }
    }
}

TEST(SecondFactor, F1_is_no_success_without_an_answer_of_ramd) {
    Transaction code;
    code.ramd().want({"totp"});
    code.ramd().on_verify = [](const Asked&) { return lost()(); };
    code.types({"right", "123456"});
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, code.authenticate());
    EXPECT_EQ(0U, code.pam.fail_delay_us);

    Transaction bind;
    bind.ramd().want({"bind"});
    bind.ramd().on_begin_bind = [](const Asked&) { return lost()(); };
    bind.types({"right", "111111", "222222", ""});
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, bind.authenticate());
}

TEST(SecondFactor, tells_ramd_that_the_line_says_mfa_no) {
    Transaction t;
    t.types({"right", "right"});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_FALSE(t.ramd().asked.back().context.without_second_factor);
    t.options = {"mfa=no"};
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_TRUE(t.ramd().asked.back().context.without_second_factor);
}

TEST(SecondFactor, comes_before_the_new_password_of_a_change) {
    Transaction t;
    t.host.caller = Uid{1001};
    t.ramd().want({"totp"});
    t.types({"right", "123456", "new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    EXPECT_THAT(t.ramd().members(), ElementsAre("Authenticate", "Verify", "ChangePassword"));
    EXPECT_EQ(Purpose::change, t.ramd().asked.front().purpose);
    EXPECT_EQ(ticket_text, t.ramd().asked.back().ticket);
    EXPECT_EQ("E Verification code: ", t.person().heard.at(2));
}

TEST(SecondFactor, that_is_wrong_ends_a_change_with_a_pause_and_nothing_more_is_asked) {
    for (const char* option : {"try_first_pass", "use_first_pass"}) {
        Transaction t;
        t.host.caller = Uid{1001};
        t.options = {option};
        t.pam.items[PAM_OLDAUTHTOK] = "right";
        t.ramd().want({"totp"});
        t.types({"654321", "right", "123456"});
        EXPECT_EQ(PAM_AUTH_ERR, t.change());
        EXPECT_EQ(2'000'000U, t.pam.fail_delay_us);
        EXPECT_THAT(t.ramd().members(), ElementsAre("Authenticate", "Verify"));
        EXPECT_EQ(PAM_SYSTEM_ERR, t.call(pam_sm_chauthtok, update));
    }
}

TEST(SecondFactor, M10_leaves_no_secret_of_the_dialogue_in_the_log) {
    Transaction t;
    t.options = {"debug"};
    t.ramd().want({"bind"});
    t.types({"right", "010101", "020202", "111111", "222222", ""});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    t.ramd().want({"totp"});
    t.types({"right", "030303"});
    EXPECT_EQ(PAM_AUTH_ERR, t.authenticate());
    ASSERT_THAT(t.host.log, Not(IsEmpty()));
    for (const std::string secret : {"010101", "020202", "030303", "111111", "222222", "JBSW",
                                     "otpauth", "half", "AAAA", "TTTT", "alice"})
        EXPECT_THAT(t.host.log, Each(Not(HasSubstr(secret)))) << secret;
}

TEST(SecondFactor, M8_turns_memory_that_runs_out_at_any_allocation_into_a_failure) {
    for (const std::string way : {"email", "bind"}) {
        bool failed = true;
        long n = 0;
        for (; failed; ++n) {
            Transaction t;
            t.options = {"debug"};
            t.ramd().want({way});
            if (way == "email")
                t.types({"right", "", "123456"});
            else
                t.types({"right", "1", "2", "111111", "222222", ""});
            allocations_left = n;
            const int result = t.authenticate();
            failed = allocations_left == no_fault;
            allocations_left = no_fault;
            EXPECT_EQ(failed ? PAM_SYSTEM_ERR : PAM_SUCCESS, result) << way << ' ' << n;
        }
        EXPECT_GT(n, 10) << "the allocations were not counted";
    }
}

}  // namespace
}  // namespace ramauth::pam::test
