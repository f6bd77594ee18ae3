// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/pam_code.h"
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

struct AccountTest : testing::Test {
    Transaction t;

    void prove() {
        t.types({"right"});
        ASSERT_EQ(PAM_SUCCESS, t.authenticate());
        t.person().heard.clear();
        t.ramd().asked.clear();
    }
    void answer(CheckedAccount checked) {
        t.ramd().on_check_account = [checked](const Asked&) { return checked; };
    }
};

TEST_F(AccountTest, lets_a_proved_logon_through_and_publishes_its_epoch) {
    prove();
    answer({Verdict::ok, std::nullopt, "Your password expires in 3 days.", false, 7});
    EXPECT_EQ(PAM_SUCCESS, t.account());
    EXPECT_EQ(ticket_text, t.ramd().asked.front().ticket);
    EXPECT_EQ("7", t.pam.environment["RAMAUTH_EPOCH"]);
    EXPECT_THAT(t.person().heard, ElementsAre("i Your password expires in 3 days."));
}

TEST_F(AccountTest, M13_keeps_the_password_only_where_a_change_is_demanded) {
    for (const Verdict verdict : {Verdict::ok, Verdict::refused, Verdict::change_required}) {
        prove();
        ASSERT_EQ("right", t.kept_password());
        answer({verdict, std::nullopt, "", verdict == Verdict::change_required, 7});
        (void)t.account();
        EXPECT_EQ(verdict == Verdict::change_required ? "right" : "", t.kept_password());
    }
}

TEST_F(AccountTest, asks_without_a_ticket_for_a_logon_with_a_key) {
    EXPECT_EQ(PAM_SUCCESS, t.account());
    EXPECT_EQ("", t.ramd().asked.front().ticket);
    EXPECT_THAT(t.pam.environment, IsEmpty());
}

TEST_F(AccountTest, tells_why_it_refuses_a_line_each) {
    prove();
    answer({Verdict::refused, Code::login_disabled, "Disabled.\nAsk the administrator.", false, 7});
    EXPECT_EQ(PAM_PERM_DENIED, t.account());
    EXPECT_THAT(t.person().heard, ElementsAre("! Disabled.", "! Ask the administrator."));
    EXPECT_THAT(t.pam.environment, IsEmpty());
}

TEST_F(AccountTest, F3_refuses_with_the_code_of_the_table) {
    const std::vector<std::pair<std::optional<Code>, int>> rows{
        {Code::temporarily_unmodifiable, PAM_PERM_DENIED},
        {Code::login_disabled, PAM_PERM_DENIED},
        {Code::initial_password_expired, PAM_ACCT_EXPIRED},
        {Code::password_hard_expired, PAM_ACCT_EXPIRED},
        {Code::password_expired, PAM_PERM_DENIED},  // refused is refused
        {std::nullopt, PAM_PERM_DENIED},
    };
    for (const auto& [reason, code] : rows) {
        answer({Verdict::refused, reason, "", false, 7});
        EXPECT_EQ(code, t.account());
    }
}

TEST_F(AccountTest, P5_demands_a_new_password_and_says_why_once) {
    prove();
    t.ramd().demand_change("The password has expired.");
    EXPECT_EQ(PAM_NEW_AUTHTOK_REQD, t.account());
    EXPECT_THAT(t.person().heard, ElementsAre("! The password has expired."));
    EXPECT_EQ("7", t.pam.environment["RAMAUTH_EPOCH"]);
}

TEST_F(AccountTest, M13_is_silent_where_PAM_SILENT_asks_for_it) {
    prove();
    t.ramd().demand_change();
    EXPECT_EQ(PAM_NEW_AUTHTOK_REQD, t.account(static_cast<int>(PAM_SILENT)));
    EXPECT_THAT(t.person().heard, IsEmpty());
}

TEST_F(AccountTest, quiet_holds_back_news_but_no_reasons) {
    prove();
    t.options = {"quiet"};
    answer({Verdict::ok, std::nullopt, "news", false, 7});
    EXPECT_EQ(PAM_SUCCESS, t.account());
    answer({Verdict::refused, Code::login_disabled, "reason", false, 7});
    EXPECT_EQ(PAM_PERM_DENIED, t.account());
    EXPECT_THAT(t.person().heard, ElementsAre("! reason"));
}

TEST_F(AccountTest, F4_is_unavailable_where_ramd_does_not_answer) {
    t.ramd().on_check_account = [](const Asked&) { return lost()(); };
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.account());
}

TEST_F(AccountTest, F1_is_unavailable_where_a_yes_to_a_proof_has_no_epoch) {
    prove();
    answer({Verdict::ok, std::nullopt, "", false, std::nullopt});
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.account());
}

TEST_F(AccountTest, a_lost_ticket_is_not_taken_for_a_logon_with_a_key) {
    prove();
    t.ramd().on_check_account = [](const Asked& asked) -> Answer<CheckedAccount> {
        EXPECT_EQ(ticket_text, asked.ticket);
        return Refusal{Code::ticket_expired, "Log on again.", {}};
    };
    EXPECT_EQ(PAM_AUTH_ERR, t.account());
    EXPECT_EQ(1U, t.ramd().asked.size());
}

TEST_F(AccountTest, a_profile_that_vanished_after_the_proof_is_no_way_past_us) {
    prove();
    t.ramd().on_check_account = [](const Asked&) {
        return Refusal{Code::no_login_profile, "", {}};
    };
    EXPECT_EQ(PAM_AUTH_ERR, t.account());
    t.host.marker = Managed::no;
    EXPECT_EQ(PAM_AUTH_ERR, t.account());
}

TEST_F(AccountTest, steps_aside_where_ramd_knows_no_profile_and_nothing_was_proved) {
    t.ramd().on_check_account = [](const Asked&) {
        return Refusal{Code::no_login_profile, "", {}};
    };
    EXPECT_EQ(PAM_USER_UNKNOWN, t.account());
}

TEST_F(AccountTest, the_proof_of_one_user_does_not_count_for_another) {
    prove();
    t.pam.items[PAM_USER] = "bob";
    EXPECT_EQ(PAM_SUCCESS, t.account());
    EXPECT_EQ("", t.ramd().asked.front().ticket);
    t.host.marker = Managed::no;
    EXPECT_EQ(PAM_USER_UNKNOWN, t.account());
}

}  // namespace
}  // namespace ramauth::pam::test
