// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

TEST(OpenSession, R4_carries_the_proved_epoch_and_removes_the_variable) {
    Transaction t;
    t.log_on();
    EXPECT_EQ("7", t.pam.environment["RAMAUTH_EPOCH"]);
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_EQ(7U, t.ramd().asked.front().epoch);
    EXPECT_THAT(t.pam.environment, IsEmpty());
}

TEST(OpenSession, R4_takes_the_epoch_from_the_variable_where_a_child_proved_it) {
    Transaction t;
    t.pam.environment["RAMAUTH_EPOCH"] = "18446744073709551615";
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_EQ(UINT64_MAX, t.ramd().asked.front().epoch);
    EXPECT_THAT(t.pam.environment, IsEmpty());
}

TEST(OpenSession, believes_its_own_data_more_than_the_variable) {
    Transaction t;
    t.log_on();
    t.pam.environment["RAMAUTH_EPOCH"] = "99";
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_EQ(7U, t.ramd().asked.front().epoch);
}

TEST(OpenSession, refuses_a_variable_that_is_no_epoch) {
    for (const char* text : {"", "x", "7x", "-1", " 7", "18446744073709551616"}) {
        Transaction t;
        t.pam.environment["RAMAUTH_EPOCH"] = text;
        EXPECT_EQ(PAM_SESSION_ERR, t.open_session()) << text;
        EXPECT_THAT(t.ramd().asked, IsEmpty());
        EXPECT_THAT(t.pam.environment, IsEmpty());
    }
}

TEST(OpenSession, proves_nothing_for_a_key) {
    Transaction t;
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_EQ(std::nullopt, t.ramd().asked.front().epoch);
}

TEST(OpenSession, R4_is_refused_with_a_stale_epoch) {
    Transaction t;
    t.log_on();
    t.ramd().on_open_session = [](const Asked&) {
        return CheckedAccount{Verdict::refused, Code::stale_logon, "Log on again.", false, 9,
                              std::nullopt};
    };
    EXPECT_EQ(PAM_SESSION_ERR, t.open_session());
    EXPECT_THAT(t.person().heard, ElementsAre("! Log on again."));
    t.ramd().on_open_session = [](const Asked&) { return Refusal{Code::stale_logon, "x", {}}; };
    EXPECT_EQ(PAM_SESSION_ERR, t.open_session());
}

TEST(OpenSession, F1_takes_no_verdict_but_ok_for_a_yes) {
    Transaction t;
    t.ramd().on_open_session = [](const Asked&) {
        return CheckedAccount{Verdict::change_required, std::nullopt, "", true, 7};
    };
    EXPECT_EQ(PAM_SESSION_ERR, t.open_session());
}

TEST(OpenSession, F4_is_unavailable_where_ramd_does_not_answer) {
    Transaction t;
    t.ramd().on_open_session = [](const Asked&) { return lost()(); };
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.open_session());
}

TEST(OpenSession, R4_fails_where_the_profile_vanished_after_the_proof) {
    Transaction by_data;
    by_data.log_on();
    by_data.host.marker = Managed::no;
    EXPECT_EQ(PAM_SESSION_ERR, by_data.open_session());

    Transaction by_variable;
    by_variable.pam.environment["RAMAUTH_EPOCH"] = "7";
    by_variable.ramd().on_open_session = [](const Asked&) {
        return Refusal{Code::no_login_profile, "", {}};
    };
    EXPECT_EQ(PAM_SESSION_ERR, by_variable.open_session());
}

TEST(OpenSession, steps_aside_where_nothing_was_proved_and_there_is_no_profile) {
    Transaction t;
    t.ramd().on_open_session = [](const Asked&) { return Refusal{Code::no_login_profile, "", {}}; };
    EXPECT_EQ(PAM_USER_UNKNOWN, t.open_session());
}

TEST(OpenSession, of_another_user_than_the_proved_one_counts_as_not_proved) {
    Transaction t;  // sudo: alice proves, the session is root's or bob's
    t.log_on();
    t.pam.items[PAM_USER] = "bob";
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_EQ(std::nullopt, t.ramd().asked.front().epoch);
    EXPECT_THAT(t.pam.environment, IsEmpty());
    t.host.marker = Managed::no;
    EXPECT_EQ(PAM_USER_UNKNOWN, t.open_session());
}

TEST(OpenSession, is_refused_to_a_program_that_left_the_account_stage_out) {
    Transaction t;
    t.types({"right"});
    ASSERT_EQ(PAM_SUCCESS, t.authenticate());
    EXPECT_EQ(PAM_SESSION_ERR, t.open_session());
}

// What pam_systemd would find.
const char* session_limit(const pam_handle& pam) {
    const auto found = pam.data.find("systemd.runtime_max_sec");
    return found == pam.data.end() ? nullptr : static_cast<const char*>(found->second.value);
}

void bounds_sessions(Transaction& t, std::uint32_t seconds) {
    t.ramd().on_open_session = [seconds](const Asked&) {
        return CheckedAccount{Verdict::ok, std::nullopt, "", false, 7, seconds};
    };
}

TEST(OpenSession, tells_pam_systemd_how_long_the_session_may_live) {
    Transaction t;
    bounds_sessions(t, 86'400);
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_STREQ("86400", session_limit(t.pam));
    bounds_sessions(t, 3'600);
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_STREQ("3600", session_limit(t.pam));
}

TEST(OpenSession, leaves_a_session_unbounded_where_ramd_says_nothing) {
    Transaction t;
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_EQ(nullptr, session_limit(t.pam));
}

TEST(OpenSession, F2_is_refused_where_its_bound_cannot_be_told) {
    Transaction t;
    bounds_sessions(t, 3'600);
    t.pam.failing.insert("pam_set_data");
    EXPECT_EQ(PAM_SYSTEM_ERR, t.open_session());
}

TEST(OpenSession, that_is_refused_leaves_no_bound) {
    Transaction t;
    t.ramd().on_open_session = [](const Asked&) {
        return CheckedAccount{Verdict::refused, Code::login_disabled, "No.", false, 7, 3'600};
    };
    EXPECT_EQ(PAM_SESSION_ERR, t.open_session());
    EXPECT_EQ(nullptr, session_limit(t.pam));
}

TEST(CloseSession, agrees_without_a_call) {
    Transaction t;
    EXPECT_EQ(PAM_SUCCESS, t.close_session());
    EXPECT_THAT(t.ramd().asked, IsEmpty());
}

}  // namespace
}  // namespace ramauth::pam::test
