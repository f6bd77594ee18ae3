// SPDX-License-Identifier: LGPL-2.1-or-later
// A logon that has to bind a device first.
#include "pam_ramauth/bind_dialogue.h"

#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

using testing::Contains;
using testing::Not;

struct BindDialogue : testing::Test {
    Transaction t;

    BindDialogue() { t.ramd().want({"bind"}); }
    int run(std::initializer_list<std::string> answers) {
        t.types(answers);
        t.person().answers.push_front("right");
        return t.authenticate();
    }
    long times(const std::string& member) {
        const auto members = t.ramd().members();
        return std::count(members.begin(), members.end(), member);
    }
};

TEST_F(BindDialogue, leads_from_the_reason_to_the_recovery_codes) {
    EXPECT_EQ(PAM_SUCCESS, run({"111111", " 222222 ", ""}));
    EXPECT_THAT(
        t.person().heard,
        ElementsAre(
            "? Password: ", HasSubstr("i This account needs a second factor before it can be used"),
            "i the upper half\nthe lower half", HasSubstr("i If you cannot scan it"),
            "i " + uri_text, "i Key: JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
            HasSubstr("i Type the code that the app shows now"), "E Verification code: ",
            HasSubstr("i Type the next one, which the app shows in up to 30 seconds"),
            "E Verification code: ", HasSubstr("recovery codes: each lets you in once"),
            "i AAAA-BBBB\nCCCC-DDDD", "E Press Enter when you have written them down: "));
    EXPECT_THAT(t.ramd().members(),
                ElementsAre("Authenticate", "BeginBind", "DrawBind", "FinishBind"));
    for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(ticket_text, t.ramd().asked[i].ticket);
    EXPECT_EQ(PAM_SUCCESS, t.set_credentials());
}

TEST_F(BindDialogue, asks_again_for_codes_that_do_not_fit) {
    EXPECT_EQ(PAM_SUCCESS, run({"1", "2", "222222", "111111", "111111", "222222", ""}));
    EXPECT_EQ(3, times("FinishBind"));
    EXPECT_EQ(1, times("BeginBind"));
    EXPECT_EQ(2U, t.person().heard_of('!').size());
    EXPECT_THAT(t.person().heard_of('!').front(), HasSubstr("The two codes do not fit"));
}

TEST_F(BindDialogue, lets_nobody_in_after_three_tries) {
    EXPECT_EQ(PAM_AUTH_ERR, run({"1", "2", "3", "4", "5", "6", "111111", "222222", ""}));
    EXPECT_EQ(3, times("FinishBind"));
    EXPECT_EQ(2'000'000U, t.pam.fail_delay_us);
    EXPECT_EQ(PAM_USER_UNKNOWN, t.set_credentials());
}

TEST_F(BindDialogue, takes_an_empty_answer_for_a_try_without_asking_ramd) {
    EXPECT_EQ(PAM_AUTH_ERR, run({"", "222222", "111111", " ", "", "", "111111", "222222", ""}));
    EXPECT_EQ(0, times("FinishBind"));
    EXPECT_THAT(t.person().heard_of('!'), testing::Each(HasSubstr("Both codes are needed")));
}

TEST_F(BindDialogue, lets_nobody_in_who_breaks_off_anywhere) {
    const std::vector<std::string> all{"right", "111111", "222222", ""};
    for (std::size_t given = 1; given < all.size(); ++given) {
        Transaction other;
        other.ramd().want({"bind"});
        other.person().answers.assign(all.begin(), all.begin() + static_cast<long>(given));
        EXPECT_EQ(PAM_AUTH_ERR, other.authenticate()) << given;
        EXPECT_EQ(PAM_USER_UNKNOWN, other.set_credentials()) << given;
    }
}

TEST_F(BindDialogue, goes_on_without_a_picture) {
    for (const auto& answer : {Answer<Secret>(Refusal{Code::service_failure, "", {}}),
                               Answer<Secret>(NoAnswer{"no answer", true})}) {
        Transaction other;
        other.ramd().want({"bind"});
        other.ramd().on_draw_bind = [&](const Asked&) -> Answer<Secret> {
            if (const auto* none = std::get_if<NoAnswer>(&answer)) return *none;
            return std::get<Refusal>(answer);
        };
        other.types({"right", "111111", "222222", ""});
        EXPECT_EQ(PAM_SUCCESS, other.authenticate());
        EXPECT_THAT(other.person().heard, Contains("i " + uri_text));
        EXPECT_THAT(other.host.log, ElementsAre(HasSubstr("no picture")));
    }
}

TEST_F(BindDialogue, tells_why_ramd_refuses_to_begin) {
    t.ramd().on_begin_bind = [](const Asked&) {
        return Refusal{Code::change_not_allowed, "Ask an administrator for a device.", {}};
    };
    EXPECT_EQ(PAM_PERM_DENIED, run({"111111", "222222", ""}));
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("Ask an administrator for a device."));
}

TEST_F(BindDialogue, F3_ends_without_a_word_where_the_guesses_are_used_up) {
    t.ramd().on_finish_bind = [](const Asked&) {
        return Refusal{Code::authentication_failed, "Authentication failed.", {}};
    };
    EXPECT_EQ(PAM_AUTH_ERR, run({"1", "2", "111111", "222222", ""}));
    EXPECT_EQ(1, times("FinishBind"));
    EXPECT_THAT(t.person().heard_of('!'), IsEmpty());
}

TEST_F(BindDialogue, P4_does_not_say_unbound_where_the_answer_was_lost) {
    for (const bool maybe_done : {false, true}) {
        Transaction other;
        other.ramd().want({"bind"});
        other.ramd().on_finish_bind = [&](const Asked&) { return NoAnswer{"lost", maybe_done}; };
        other.types({"right", "111111", "222222", ""});
        EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, other.authenticate());
        ASSERT_EQ(1U, other.person().heard_of('!').size());
        EXPECT_EQ(maybe_done,
                  other.person().heard_of('!').front().starts_with("It is not known whether"));
    }
}

TEST_F(BindDialogue, F1_is_no_success_where_ramd_wants_more_after_it) {
    t.ramd().on_finish_bind = [](const Asked&) {
        return Bound{Secret::copy_of(std::string_view("AAAA\n")), {"webauthn"}};
    };
    EXPECT_EQ(PAM_AUTHINFO_UNAVAIL, run({"111111", "222222", ""}));
}

TEST_F(BindDialogue, quiet_does_not_hide_what_has_to_be_seen) {
    ASSERT_EQ(PAM_SUCCESS, run({"111111", "222222", ""}));
    const auto heard = std::exchange(t.person().heard, {});
    t.options = {"quiet"};
    EXPECT_EQ(PAM_SUCCESS, run({"111111", "222222", ""}));
    EXPECT_EQ(heard, t.person().heard);
}

TEST_F(BindDialogue, M13_is_not_begun_where_the_program_wants_nothing_to_be_shown) {
    t.types({"right", "111111", "222222", ""});
    EXPECT_EQ(PAM_AUTH_ERR, t.authenticate(static_cast<int>(PAM_SILENT)));
    EXPECT_EQ(0, times("BeginBind"));
    EXPECT_THAT(t.host.log, ElementsAre(HasSubstr("nothing to be shown")));
}

}  // namespace
}  // namespace ramauth::pam::test
