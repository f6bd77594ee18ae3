// SPDX-License-Identifier: LGPL-2.1-or-later
// Who is answered without a call, in every stage.
#include "pam_ramauth/account_gate.h"

#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

struct StageOfPam {
    const char* name;
    Entry entry;
    int flags;
};
const std::vector<StageOfPam> stages{
    {"auth", pam_sm_authenticate, 0},           {"account", pam_sm_acct_mgmt, 0},
    {"prelim", pam_sm_chauthtok, prelim},       {"open_session", pam_sm_open_session, 0},
    {"close_session", pam_sm_close_session, 0},
};

void expect_everywhere(int code, const std::function<void(Transaction&)>& prepare) {
    for (const StageOfPam& stage : stages) {
        Transaction t;
        prepare(t);
        EXPECT_EQ(code, t.call(stage.entry, stage.flags)) << stage.name;
        EXPECT_THAT(t.ramd().asked, IsEmpty()) << stage.name;
        EXPECT_THAT(t.person().heard, IsEmpty()) << stage.name;
    }
}

TEST(AccountGate, answers_names_that_cannot_be_ours_before_anything_else) {
    for (const std::string name :
         {"", "DOMAIN\\user", "a@b", "-root", "..", "a/b", "root\n", "root%s", " alice", "1000",
          "alice:", "\xff\xfe", "al ice", "very-long-name-of-thirty-three-ch"}) {
        expect_everywhere(PAM_USER_UNKNOWN, [&](Transaction& t) {
            t.pam.items[PAM_USER] = name;
            t.host.lookup = Lookup::failed;
        });
    }
}

TEST(AccountGate, steps_aside_where_the_name_is_not_set) {
    expect_everywhere(PAM_USER_UNKNOWN, [](Transaction& t) { t.pam.items.erase(PAM_USER); });
}

TEST(AccountGate, steps_aside_for_an_account_without_a_marker) {
    expect_everywhere(PAM_USER_UNKNOWN, [](Transaction& t) { t.host.marker = Managed::no; });
}

TEST(AccountGate, answers_uid_0_locally_unless_min_uid_is_0) {
    expect_everywhere(PAM_USER_UNKNOWN, [](Transaction& t) { t.host.uid = Uid{0}; });
    Transaction t;
    t.host.uid = Uid{0};
    t.options = {"min_uid=0"};
    t.types({"right"});
    EXPECT_EQ(PAM_SUCCESS, t.authenticate());
}

TEST(AccountGate, steps_aside_for_an_account_that_does_not_exist) {
    expect_everywhere(PAM_USER_UNKNOWN,
                      [](Transaction& t) { t.host.lookup = Lookup::no_such_account; });
}

TEST(AccountGate, F4_does_not_take_a_failed_lookup_for_no_such_user) {
    expect_everywhere(PAM_AUTHINFO_UNAVAIL, [](Transaction& t) { t.host.lookup = Lookup::failed; });
}

TEST(AccountGate, F2_fails_where_libpam_cannot_tell_the_name) {
    expect_everywhere(PAM_CONV_ERR, [](Transaction& t) { t.pam.user_result = PAM_CONV_ERR; });
    for (const int result : {PAM_SYSTEM_ERR, PAM_BUF_ERR, PAM_CONV_AGAIN, PAM_IGNORE})
        expect_everywhere(PAM_SYSTEM_ERR, [&](Transaction& t) { t.pam.user_result = result; });
}

TEST(AccountGate, F5_steps_aside_for_programmatic_services_in_account_and_session) {
    for (const char* service : {"cron", "atd", "systemd-user"}) {
        Transaction t;
        t.pam.items[PAM_SERVICE] = service;
        EXPECT_EQ(PAM_USER_UNKNOWN, t.account());
        EXPECT_EQ(PAM_USER_UNKNOWN, t.open_session());
        EXPECT_EQ(PAM_USER_UNKNOWN, t.close_session());
        EXPECT_THAT(t.ramd().asked, IsEmpty());
    }
}

TEST(AccountGate, F5_goes_by_the_list_that_the_administrator_gave) {
    Transaction t;
    t.host.programmatic = {"backup"};
    t.pam.items[PAM_SERVICE] = "backup";
    EXPECT_EQ(PAM_USER_UNKNOWN, t.account());
    t.pam.items[PAM_SERVICE] = "cron";
    EXPECT_EQ(PAM_SUCCESS, t.account());
}

TEST(AccountGate, F2_a_password_that_was_proved_is_a_persons_whatever_the_service) {
    Transaction t;
    t.host.programmatic = {"backup"};
    t.pam.items[PAM_SERVICE] = "backup";
    t.types({"right"});
    ASSERT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_EQ(PAM_SUCCESS, t.account());
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_THAT(t.ramd().members(), ElementsAre("Authenticate", "CheckAccount", "OpenSession"));
}

TEST(AccountGate, tells_the_address_behind_a_remote_name_in_every_stage) {
    Transaction t;
    t.pam.items[PAM_RHOST] = "host.example";
    t.pam.environment["SSH_CONNECTION"] = "192.0.2.7 50022 192.0.2.1 22";
    t.log_on();
    EXPECT_EQ(PAM_SUCCESS, t.account());
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    for (const Asked& asked : t.ramd().asked) {
        EXPECT_EQ("host.example", asked.context.remote_host);
        EXPECT_EQ("192.0.2.7", asked.context.remote_address) << asked.member;
    }
    EXPECT_EQ("192.0.2.7 50022 192.0.2.1 22", t.pam.environment["SSH_CONNECTION"]);
}

TEST(AccountGate, M10_does_not_log_a_name_that_a_person_typed) {
    for (const StageOfPam& stage : stages) {
        Transaction t;
        t.pam.items[PAM_USER] = "MyPassword1";
        t.options = {"debug"};
        t.ramd().on_authenticate = [](const Asked&) { return lost()(); };
        t.host.lookup = Lookup::failed;
        (void)t.call(stage.entry, stage.flags);
        EXPECT_FALSE(t.host.log.empty());
        for (const std::string& line : t.host.log)
            EXPECT_THAT(line, testing::Not(HasSubstr("MyPassword1")));
    }
}

}  // namespace
}  // namespace ramauth::pam::test
