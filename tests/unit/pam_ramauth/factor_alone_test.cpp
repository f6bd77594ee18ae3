// SPDX-License-Identifier: LGPL-2.1-or-later
// mfa=only: no password is asked for, and none counts as proved in the stages that follow.
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

struct FactorAlone : testing::Test {
    Transaction t;

    FactorAlone() { t.options = {"mfa=only"}; }
    // A key and a code, up to the account stage.
    void log_on() {
        t.ramd().want({"totp"});
        t.types({"123456"});
        ASSERT_EQ(PAM_SUCCESS, t.authenticate());
    }
};

TEST_F(FactorAlone, asks_for_a_code_and_for_no_password) {
    log_on();
    EXPECT_THAT(t.person().heard_of('?'), IsEmpty());
    EXPECT_THAT(t.person().heard_of('E'), ElementsAre("Verification code: "));
    EXPECT_THAT(t.ramd().members(), ElementsAre("BeginFactor", "Verify"));
    EXPECT_EQ("alice", t.ramd().asked.front().user);
    EXPECT_EQ("sshd", t.ramd().asked.front().context.service);
    EXPECT_EQ(1001U, t.ramd().asked.front().context.uid.value);
    EXPECT_FALSE(t.has_item(PAM_AUTHTOK));
    EXPECT_EQ(PAM_SUCCESS, t.set_credentials());
}

TEST_F(FactorAlone, is_a_success_where_nothing_is_due) {
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_THAT(t.ramd().members(), ElementsAre("BeginFactor"));
    EXPECT_THAT(t.person().heard, IsEmpty());
}

TEST_F(FactorAlone, F1_is_refused_in_sshd_where_nothing_was_proved_before_it) {
    t.pam.environment["SSH_CONNECTION"] = "192.0.2.7 50022 192.0.2.1 22";
    for (const bool told : {false, true}) {  // the password method, and keyboard-interactive alone
        if (told) t.pam.environment["SSH_AUTH_INFO_0"] = "";
        EXPECT_EQ(PAM_AUTH_ERR, t.authenticate());
        EXPECT_EQ(PAM_USER_UNKNOWN, t.set_credentials());
    }
    EXPECT_THAT(t.ramd().asked, IsEmpty());
    EXPECT_THAT(t.host.log.front(), HasSubstr("AuthenticationMethods"));
    t.pam.environment["SSH_AUTH_INFO_0"] = "publickey ssh-ed25519 AAAAC3\n";
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
}

TEST_F(FactorAlone, says_why_where_no_factor_can_be_given) {
    t.ramd().on_begin_factor = [](const Asked&) {
        return Refusal{Code::change_not_allowed, "Ask an administrator.", {}};
    };
    EXPECT_EQ(PAM_PERM_DENIED, t.authenticate());
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("Ask an administrator."));
}

TEST_F(FactorAlone, leads_through_a_binding_too) {
    t.ramd().want({"bind"});
    t.types({"111111", "222222", ""});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
}

TEST_F(FactorAlone, F3_fails_with_a_pause_for_a_wrong_code) {
    t.ramd().want({"totp"});
    t.types({"654321"});
    EXPECT_EQ(PAM_AUTH_ERR, t.authenticate());
    EXPECT_EQ(2'000'000U, t.pam.fail_delay_us);
    EXPECT_EQ(PAM_USER_UNKNOWN, t.set_credentials());
}

TEST_F(FactorAlone, F5_steps_aside_for_an_account_that_is_not_ours) {
    t.ramd().on_begin_factor = [](const Asked&) { return Refusal{Code::no_login_profile, "", {}}; };
    EXPECT_EQ(PAM_USER_UNKNOWN, t.authenticate());
    t.host.marker = Managed::no;
    EXPECT_EQ(PAM_USER_UNKNOWN, t.authenticate());
    EXPECT_EQ(1U, t.ramd().asked.size());
    EXPECT_EQ(PAM_USER_UNKNOWN, t.set_credentials());
}

TEST_F(FactorAlone, F1_is_no_success_without_an_answer_of_ramd) {
    t.ramd().on_begin_factor = [](const Asked&) { return lost()(); };
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.authenticate());
}

TEST_F(FactorAlone, shows_its_ticket_to_the_account_stage_and_proves_no_epoch) {
    log_on();
    EXPECT_EQ(PAM_SUCCESS, t.account());
    EXPECT_EQ(ticket_text, t.ramd().asked.back().ticket);
    EXPECT_THAT(t.pam.environment, IsEmpty());
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_EQ("OpenSession", t.ramd().asked.back().member);
    EXPECT_EQ(std::nullopt, t.ramd().asked.back().epoch);
}

TEST_F(FactorAlone, needs_no_epoch_in_the_verdict) {
    log_on();
    t.ramd().on_check_account = [](const Asked&) {
        return CheckedAccount{Verdict::ok, std::nullopt, "", false, std::nullopt};
    };
    EXPECT_EQ(PAM_SUCCESS, t.account());
}

TEST_F(FactorAlone, is_refused_where_ramd_says_so_in_the_account_stage) {
    log_on();
    t.ramd().on_check_account = [](const Asked&) {
        return CheckedAccount{Verdict::refused, Code::login_disabled, "Disabled.", false, 7};
    };
    EXPECT_EQ(PAM_PERM_DENIED, t.account());
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("Disabled."));
}

TEST_F(FactorAlone, changes_a_password_that_must_be_only_with_the_present_one) {
    log_on();
    t.ramd().demand_change();
    ASSERT_EQ(PAM_NEW_AUTHTOK_REQD, t.account());
    t.ramd().want({});
    t.types({"right", "new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change(expired_only));
    EXPECT_THAT(t.ramd().members(), ElementsAre("BeginFactor", "Verify", "CheckAccount",
                                                "Authenticate", "ChangePassword"));
    EXPECT_THAT(t.person().heard_of('?').front(), "Current password: ");
    EXPECT_THAT(t.pam.environment, IsEmpty());
}

TEST_F(FactorAlone, R4_is_void_where_the_profile_is_deleted_meanwhile) {
    log_on();
    t.host.marker = Managed::no;
    EXPECT_EQ(PAM_AUTH_ERR, t.account());
    EXPECT_EQ(PAM_SESSION_ERR, t.open_session());
}

TEST_F(FactorAlone, is_a_persons_proof_whatever_the_service) {
    t.pam.items[PAM_SERVICE] = "cron";
    log_on();
    EXPECT_EQ(PAM_SUCCESS, t.account());
    EXPECT_EQ("CheckAccount", t.ramd().asked.back().member);
}

}  // namespace
}  // namespace ramauth::pam::test
