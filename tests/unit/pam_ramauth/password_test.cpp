// SPDX-License-Identifier: LGPL-2.1-or-later
// The first pass of a password change, and who gets which kind of change.
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

int first_pass(Transaction& t, int flags = 0) {
    return t.call(pam_sm_chauthtok, flags | prelim);
}

TEST(PasswordFirstPass, asks_a_person_for_the_present_password_and_proves_it_for_a_change) {
    Transaction t;
    t.host.caller = Uid{1001};
    t.types({"right"});
    EXPECT_EQ(PAM_SUCCESS, first_pass(t));
    EXPECT_THAT(t.person().heard, ElementsAre("? Current password: "));
    EXPECT_EQ(Purpose::change, t.ramd().asked.front().purpose);
    EXPECT_EQ(1001U, t.ramd().asked.front().context.caller_uid.value);
    EXPECT_EQ("right", t.pam.items[PAM_OLDAUTHTOK]);
}

TEST(PasswordFirstPass, P1_commits_nothing_in_any_kind_of_change) {
    for (const unsigned caller : {0U, 1001U}) {
        for (const int flags : {0, expired_only}) {
            Transaction t;
            t.host.caller = Uid{caller};
            t.ramd().demand_change();
            t.types({"right"});
            EXPECT_EQ(PAM_SUCCESS, first_pass(t, flags));
            for (const std::string& member : t.ramd().members()) {
                EXPECT_NE("ChangePassword", member);
                EXPECT_NE("UpdateLoginProfile", member);
            }
        }
    }
}

TEST(PasswordFirstPass, fails_with_a_pause_for_a_wrong_present_password) {
    Transaction t;
    t.host.caller = Uid{1001};
    t.types({"wrong"});
    EXPECT_EQ(PAM_AUTH_ERR, first_pass(t));
    EXPECT_EQ(2'000'000U, t.pam.fail_delay_us);
    EXPECT_EQ(PAM_SYSTEM_ERR, t.call(pam_sm_chauthtok, update));
}

TEST(PasswordFirstPass, M13_takes_the_old_password_of_the_stack) {
    Transaction t;
    t.host.caller = Uid{1001};
    t.options = {"use_first_pass"};
    EXPECT_EQ(PAM_AUTH_ERR, first_pass(t));
    t.pam.items[PAM_OLDAUTHTOK] = "right";
    EXPECT_EQ(PAM_SUCCESS, first_pass(t));
    EXPECT_THAT(t.person().heard, IsEmpty());
    t.options = {"try_first_pass"};
    t.pam.items[PAM_OLDAUTHTOK] = "wrong";
    t.types({"right"});
    EXPECT_EQ(PAM_SUCCESS, first_pass(t));
    EXPECT_THAT(t.person().heard, ElementsAre("? Current password: "));
}

TEST(PasswordFirstPass, tells_why_a_change_is_not_possible_after_the_proof) {
    Transaction t;
    t.host.caller = Uid{1001};
    t.ramd().on_authenticate = [](const Asked&) {
        return Refusal{Code::change_not_allowed, "Only the administrator may change it.", {}};
    };
    t.types({"right"});
    EXPECT_EQ(PAM_PERM_DENIED, first_pass(t));
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("Only the administrator may change it."));
}

TEST(PasswordFirstPass, P7_asks_for_no_new_password_where_the_present_one_is_too_young) {
    Transaction t;
    t.host.caller = Uid{1001};
    t.ramd().on_authenticate = [](const Asked&) {
        return Refusal{Code::password_too_young, "It can be changed again at noon.", {}};
    };
    t.types({"right", "new password", "new password"});
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.change());
    EXPECT_THAT(t.person().heard,
                ElementsAre("? Current password: ", "! It can be changed again at noon."));
}

TEST(PasswordFirstPass, P10_asks_root_for_nothing_unless_only_an_expired_one_is_to_be_changed) {
    Transaction t;
    EXPECT_EQ(PAM_SUCCESS, first_pass(t));
    EXPECT_THAT(t.person().heard, IsEmpty());
    EXPECT_THAT(t.ramd().asked, IsEmpty());
    t.ramd().demand_change();
    t.types({"right"});
    EXPECT_EQ(PAM_SUCCESS, first_pass(t, expired_only));
    EXPECT_THAT(t.person().heard, ElementsAre("? Current password: "));
}

TEST(PasswordFirstPass, P11_changes_nothing_where_only_an_expired_one_is_to_be_and_it_is_not) {
    for (const unsigned caller : {0U, 1001U}) {
        Transaction t;
        t.host.caller = Uid{caller};
        EXPECT_EQ(PAM_SUCCESS, t.change(expired_only));
        EXPECT_THAT(t.ramd().members(), ElementsAre("CheckAccount"));
        EXPECT_EQ(Purpose::change, t.ramd().asked.front().purpose);
        EXPECT_EQ("", t.ramd().asked.front().ticket);
        EXPECT_THAT(t.person().heard, IsEmpty());
    }
}

TEST(PasswordFirstPass, P11_changes_nothing_after_a_logon_that_needs_no_change) {
    Transaction t;
    t.log_on();
    EXPECT_EQ(PAM_SUCCESS, t.change(expired_only));
    EXPECT_THAT(t.ramd().asked, IsEmpty());
}

TEST(PasswordFirstPass, asks_ramd_with_the_ticket_where_the_account_stage_was_left_out) {
    Transaction t;
    t.types({"right"});
    ASSERT_EQ(PAM_SUCCESS, t.authenticate());
    t.ramd().demand_change();
    EXPECT_EQ(PAM_SUCCESS, first_pass(t, expired_only));
    EXPECT_EQ("right", t.pam.items[PAM_OLDAUTHTOK]);
    EXPECT_EQ(ticket_text, t.ramd().asked.back().ticket);
    EXPECT_THAT(t.person().heard, ElementsAre("? Password: "));
}

TEST(PasswordFirstPass, M13_keeps_no_password_where_ramd_demands_no_change) {
    Transaction t;
    t.types({"right"});
    ASSERT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_EQ("right", t.kept_password());
    EXPECT_EQ(PAM_SUCCESS, first_pass(t, expired_only));
    EXPECT_EQ("", t.kept_password());
    EXPECT_FALSE(t.has_item(PAM_OLDAUTHTOK));
}

TEST(PasswordFirstPass, F4_is_unavailable_and_says_so_where_ramd_does_not_answer) {
    Transaction t;
    t.host.caller = Uid{1001};
    t.ramd().on_authenticate = [](const Asked&) { return lost()(); };
    t.types({"right"});
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, first_pass(t));
    EXPECT_THAT(t.person().heard_of('!').front(), HasSubstr("nothing was changed"));
    t.ramd().on_check_account = [](const Asked&) { return lost()(); };
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, first_pass(t, expired_only));
}

TEST(PasswordFirstPass, needs_one_of_the_two_passes_to_be_named) {
    Transaction t;
    EXPECT_EQ(PAM_SYSTEM_ERR, t.call(pam_sm_chauthtok, 0));
    EXPECT_EQ(PAM_SYSTEM_ERR, t.call(pam_sm_chauthtok, prelim | update));
}

TEST(PasswordSecondPass, P1_alone_changes_nothing) {
    Transaction t;
    t.types({"new password", "new password"});
    EXPECT_EQ(PAM_SYSTEM_ERR, t.call(pam_sm_chauthtok, update));
    EXPECT_THAT(t.ramd().asked, IsEmpty());
}

}  // namespace
}  // namespace ramauth::pam::test
