// SPDX-License-Identifier: LGPL-2.1-or-later
// The second pass of a password change: forced and voluntary.
#include "pam_ramauth/pam_code.h"
#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

const std::string id = "0123456789abcdef0123456789abcdef";

struct ForcedChange : testing::Test {
    Transaction t;
    void SetUp() override {
        t.ramd().demand_change();
        t.log_on();
    }
};

struct VoluntaryChange : testing::Test {
    Transaction t;
    VoluntaryChange() { t.host.caller = Uid{1001}; }
    void answer_in_order(std::vector<std::function<Answer<PasswordChanged>()>> answers) {
        t.ramd().on_change = [answers, next = std::size_t{0}](const Asked&) mutable {
            return answers.at(next++)();
        };
    }
};

Answer<PasswordChanged> too_weak() {
    return Refusal{Code::password_too_weak,
                   "At least 8 characters; this has 3.\nNot like that. (request " + id + ")",
                   {}};
}
Answer<PasswordChanged> reply_lost() {
    return NoAnswer{"no answer", true};
}
Answer<PasswordChanged> not_sent() {
    return NoAnswer{"cannot connect", false};
}
Answer<PasswordChanged> done() {
    return PasswordChanged{8};
}

TEST_F(ForcedChange, does_not_ask_for_the_old_password_again) {
    t.types({"new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change(expired_only));
    EXPECT_THAT(t.person().heard_of('?'), ElementsAre("New password: ", "Retype new password: "));
    EXPECT_THAT(t.ramd().members(), ElementsAre("ChangePassword"));
    EXPECT_EQ(ticket_text, t.ramd().asked.front().ticket);
    EXPECT_EQ("new password", t.ramd().asked.front().password);
    EXPECT_THAT(t.person().heard_of('i').front(), HasSubstr("Other sessions"));
    EXPECT_EQ("new password", t.pam.items[PAM_AUTHTOK]);
}

TEST_F(ForcedChange, M13_shows_the_old_password_to_its_neighbours_from_the_first_pass_on) {
    ASSERT_EQ(PAM_SUCCESS, t.call(pam_sm_chauthtok, expired_only | prelim));
    EXPECT_EQ("right", t.pam.items[PAM_OLDAUTHTOK]);
    // As libpam does when a change was abandoned: the next one shows it again.
    t.pam.items.erase(PAM_OLDAUTHTOK);
    t.types({"new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change(expired_only));
    EXPECT_EQ("right", t.pam.items[PAM_OLDAUTHTOK]);
}

TEST_F(ForcedChange, M13_keeps_the_old_password_no_longer_than_until_it_is_committed) {
    ASSERT_EQ("right", t.kept_password());
    t.types({"new password", "new password"});
    ASSERT_EQ(PAM_SUCCESS, t.change(expired_only));
    EXPECT_EQ("", t.kept_password());
}

TEST_F(ForcedChange, R4_proves_the_new_epoch_from_then_on) {
    t.types({"new password", "new password"});
    ASSERT_EQ(PAM_SUCCESS, t.change(expired_only));
    EXPECT_EQ("8", t.pam.environment["RAMAUTH_EPOCH"]);
    EXPECT_EQ(PAM_SUCCESS, t.open_session());
    EXPECT_EQ(8U, t.ramd().asked.back().epoch);
}

TEST_F(ForcedChange, is_done_once) {
    t.types({"new password", "new password"});
    ASSERT_EQ(PAM_SUCCESS, t.change(expired_only));
    EXPECT_EQ(PAM_SUCCESS, t.change(expired_only));
    EXPECT_THAT(t.ramd().members(), ElementsAre("ChangePassword"));
}

TEST_F(ForcedChange, says_why_first_where_the_account_stage_could_not) {
    Transaction silent;
    silent.ramd().demand_change("The password has expired.");
    silent.types({"right"});
    ASSERT_EQ(PAM_SUCCESS, silent.authenticate());
    ASSERT_EQ(PAM_NEW_AUTHTOK_REQD, silent.account(static_cast<int>(PAM_SILENT)));
    silent.types({"new password", "new password"});
    ASSERT_EQ(PAM_SUCCESS, silent.change(expired_only));
    EXPECT_EQ("! The password has expired.", silent.person().heard.at(1));
}

TEST_F(ForcedChange, without_anybody_to_ask_says_that_a_terminal_is_needed) {
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.change(expired_only));
    EXPECT_THAT(t.person().heard_of('!').back(), HasSubstr("log on with a terminal"));
    EXPECT_THAT(t.ramd().asked, IsEmpty());
}

TEST_F(ForcedChange, that_was_abandoned_leaves_the_demand_standing) {
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.change(expired_only));
    t.types({"new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change(expired_only));
}

TEST_F(VoluntaryChange, commits_with_the_ticket_of_the_first_pass) {
    t.types({"right", "new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    EXPECT_THAT(t.person().heard_of('?'),
                ElementsAre("Current password: ", "New password: ", "Retype new password: "));
    EXPECT_THAT(t.ramd().members(), ElementsAre("Authenticate", "ChangePassword"));
    EXPECT_EQ(ticket_text, t.ramd().asked.back().ticket);
    EXPECT_EQ("c4", t.ramd().asked.back().context.session);
    EXPECT_THAT(t.person().heard_of('i').front(), HasSubstr("this one last"));
}

TEST_F(VoluntaryChange, P7_tells_every_reason_and_asks_again_three_times_in_all) {
    t.ramd().on_change = [](const Asked&) { return too_weak(); };
    t.types({"right", "a", "a", "b", "b", "c", "c", "d", "d"});
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.change());
    EXPECT_EQ(3, std::ranges::count(t.ramd().members(), "ChangePassword"));
    const auto reasons = t.person().heard_of('!');
    ASSERT_EQ(6U, reasons.size());
    EXPECT_EQ("At least 8 characters; this has 3.", reasons[0]);
    EXPECT_EQ("Not like that.", reasons[1]);
    EXPECT_THAT(t.host.log, testing::Contains(HasSubstr(id)));
}

TEST_F(VoluntaryChange, takes_a_better_password_after_a_refused_one_under_a_new_nonce) {
    answer_in_order({too_weak, done});
    t.types({"right", "a", "a", "new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    EXPECT_NE(t.ramd().asked[1].nonce, t.ramd().asked[2].nonce);
}

TEST_F(VoluntaryChange, counts_a_mismatch_as_a_try) {
    t.ramd().on_change = [](const Asked&) { return too_weak(); };
    t.types({"right", "a", "x", "b", "b", "c", "y", "d", "d"});
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.change());
    EXPECT_EQ(1, std::ranges::count(t.ramd().members(), "ChangePassword"));
    EXPECT_EQ(2, std::ranges::count(t.person().heard, "! Sorry, passwords do not match."));
}

TEST_F(VoluntaryChange, P8_refuses_an_over_long_password_and_does_not_cut_it) {
    const std::string over_long(513, 'x');
    t.types({"right", over_long, over_long, std::string(512, 'x'), std::string(512, 'x')});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    EXPECT_THAT(t.person().heard_of('!').front(), HasSubstr("too long"));
    EXPECT_EQ(std::string(512, 'x'), t.ramd().asked.back().password);
}

TEST_F(VoluntaryChange, is_not_asked_again_for_what_another_password_does_not_mend) {
    for (const Code code : {Code::concurrent_modification, Code::password_too_young,
                            Code::weak_list_unavailable, Code::change_not_allowed}) {
        Transaction one;
        one.host.caller = Uid{1001};
        one.ramd().on_change = [code](const Asked&) { return Refusal{code, "Not now.", {}}; };
        one.types({"right", "a", "a", "b", "b"});
        EXPECT_EQ(pam_code(code, Stage::password), one.change());
        EXPECT_THAT(one.ramd().members(), ElementsAre("Authenticate", "ChangePassword"));
        EXPECT_THAT(one.person().heard_of('!'), ElementsAre("Not now."));
    }
}

TEST_F(VoluntaryChange, P7_names_every_broken_rule_in_a_message_of_its_own) {
    t.ramd().on_change = [](const Asked&) -> Answer<PasswordChanged> {
        return Refusal{Code::password_too_weak,
                       "at least 14 characters; this has 9\nat least 4 kinds of characters; this "
                       "has 2\nnot the user name (request " +
                           id + ")",
                       {}};
    };
    t.types({"right", "a", "a"});
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.change());
    EXPECT_THAT(t.person().heard_of('!'),
                ElementsAre("at least 14 characters; this has 9",
                            "at least 4 kinds of characters; this has 2", "not the user name"));
    EXPECT_EQ(1U, t.person().most_messages_a_call);
}

TEST_F(VoluntaryChange, M13_takes_the_new_password_of_the_stack_and_does_not_prompt_for_it) {
    t.options = {"use_authtok"};
    t.types({"right"});
    ASSERT_EQ(PAM_SUCCESS, t.call(pam_sm_chauthtok, prelim));
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.call(pam_sm_chauthtok, update));
    t.pam.items[PAM_AUTHTOK] = "from pwquality";
    t.ramd().on_change = [](const Asked&) { return too_weak(); };
    EXPECT_EQ(PAM_AUTHTOK_ERR, t.call(pam_sm_chauthtok, update));
    EXPECT_EQ("from pwquality", t.ramd().asked.back().password);
    EXPECT_EQ(2U, t.ramd().asked.size());
    EXPECT_THAT(t.person().heard_of('?'), ElementsAre("Current password: "));
}

TEST_F(VoluntaryChange, P4_asks_once_more_with_the_same_nonce_when_the_reply_is_lost) {
    answer_in_order({reply_lost, done});
    t.types({"right", "new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    ASSERT_EQ(3U, t.ramd().asked.size());
    EXPECT_EQ(t.ramd().asked[1].nonce, t.ramd().asked[2].nonce);
    EXPECT_EQ(t.ramd().asked[1].password, t.ramd().asked[2].password);
    EXPECT_LE(t.ramd().asked[1].time_left, std::chrono::seconds(10));
    EXPECT_THAT(t.person().heard_of('!'), IsEmpty());
}

TEST_F(VoluntaryChange, P4_hears_a_refusal_the_second_time) {
    answer_in_order({reply_lost, too_weak, done});
    t.types({"right", "a", "a", "new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
}

TEST_F(VoluntaryChange, P4_never_says_unchanged_where_that_is_not_known) {
    const std::vector<std::function<Answer<PasswordChanged>()>> second{
        reply_lost, not_sent,
        [] {
            return Refusal{Code::service_failure, "Unchanged.", {}};
        },
        [] {
            return Refusal{Code::limit_exceeded, "Unchanged.", {}};
        }};
    for (const auto& answer : second) {
        Transaction fresh;
        fresh.host.caller = Uid{1001};
        fresh.ramd().on_change = [&, first = true](const Asked&) mutable {
            return std::exchange(first, false) ? reply_lost() : answer();
        };
        fresh.types({"right", "new password", "new password"});
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, fresh.change());
        EXPECT_THAT(fresh.person().heard_of('!'),
                    ElementsAre("It is not known whether the password was changed. Try the new "
                                "password first, then the old one."));
    }
}

TEST_F(VoluntaryChange, P4_asks_once_more_where_the_first_answer_does_not_tell) {
    const auto failed = [] {
        return Answer<PasswordChanged>(Refusal{Code::service_failure, "It failed.", {}});
    };
    answer_in_order({failed, done});
    t.types({"right", "new password", "new password"});
    EXPECT_EQ(PAM_SUCCESS, t.change());
    ASSERT_EQ(3U, t.ramd().asked.size());
    EXPECT_EQ(t.ramd().asked[1].nonce, t.ramd().asked[2].nonce);
    EXPECT_THAT(t.person().heard_of('!'), IsEmpty());
}

TEST_F(VoluntaryChange, S4_tells_the_reason_that_it_hears_twice) {
    t.ramd().on_change = [](const Asked&) {
        return Refusal{Code::service_failure, "No room: nothing was changed.", {}};
    };
    t.types({"right", "new password", "new password"});
    EXPECT_NE(PAM_SUCCESS, t.change());
    EXPECT_EQ(3U, t.ramd().asked.size());
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("No room: nothing was changed."));
}

TEST_F(VoluntaryChange, P4_does_not_take_a_full_queue_for_the_outcome_of_what_failed) {
    const auto refusal = [](Code code) {
        return [code] { return Answer<PasswordChanged>(Refusal{code, "Unchanged.", {}}); };
    };
    answer_in_order({refusal(Code::service_failure), refusal(Code::limit_exceeded)});
    t.types({"right", "new password", "new password"});
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.change());
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre(HasSubstr("It is not known")));
}

TEST_F(VoluntaryChange, says_unchanged_where_the_request_never_left) {
    answer_in_order({not_sent});
    t.types({"right", "new password", "new password"});
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, t.change());
    EXPECT_THAT(t.person().heard_of('!').back(), HasSubstr("nothing was changed"));
}

TEST_F(VoluntaryChange, M1_has_one_budget_for_both_passes) {
    t.options = {"timeout=1"};
    t.ramd().on_authenticate = [](const Asked&) {
        const auto until = Deadline::after(std::chrono::milliseconds(500));
        while (!until.passed()) {
        }
        return Authenticated{Secret::copy_of(ticket_text), {}};
    };
    t.types({"right", "new password", "new password"});
    ASSERT_EQ(PAM_SUCCESS, t.change());
    EXPECT_LE(t.ramd().asked[0].time_left, std::chrono::seconds(2));
    EXPECT_LE(t.ramd().asked[1].time_left, std::chrono::milliseconds(750));
}

TEST_F(VoluntaryChange, of_the_user_who_proved_it_only) {
    t.types({"right", "new password", "new password"});
    ASSERT_EQ(PAM_SUCCESS, t.call(pam_sm_chauthtok, prelim));
    t.pam.items[PAM_USER] = "bob";
    EXPECT_EQ(PAM_SYSTEM_ERR, t.call(pam_sm_chauthtok, update));
    EXPECT_EQ(1U, t.ramd().asked.size());
}

}  // namespace
}  // namespace ramauth::pam::test
