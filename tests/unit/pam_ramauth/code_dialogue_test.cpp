// SPDX-License-Identifier: LGPL-2.1-or-later
// The prompt for a code, and the codes that are sent.
#include "pam_ramauth/code_dialogue.h"

#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

using testing::Contains;
using testing::Each;
using testing::Not;

// alice has typed the right password; `next` is wanted, and this is what she types then.
struct CodeDialogue : testing::Test {
    Transaction t;

    int run(const std::vector<std::string>& next, std::initializer_list<std::string> answers) {
        t.ramd().want(next);
        t.types(answers);
        t.person().answers.push_front("right");
        return t.authenticate();
    }
    std::vector<std::string> asked_of_ramd() {
        auto members = t.ramd().members();
        members.erase(members.begin());  // Authenticate
        return members;
    }
    void refuses_to_send(Code code) {
        t.ramd().on_send_code = [code](const Asked&) { return Refusal{code, "Why.", {}}; };
    }
};

TEST_F(CodeDialogue, trims_spaces_and_judges_nothing_else) {
    for (const std::string typed :
         {"12345", "1234567", "abcdef", "12 34 56", "ABCD-EFGH", "\xff"}) {
        Transaction other;
        other.ramd().want({"totp"});
        other.types({"right", " \t" + typed + "  "});
        EXPECT_EQ(PAM_AUTH_ERR, other.authenticate());
        EXPECT_EQ(typed, other.ramd().asked.back().code);
    }
    EXPECT_EQ(PAM_SUCCESS, run({"totp"}, {" 123456\t"}));
}

TEST_F(CodeDialogue, counts_what_is_too_long_for_the_wire_as_the_guess_that_it_is) {
    EXPECT_EQ(PAM_AUTH_ERR, run({"totp"}, {std::string(70'000, '1')}));
    EXPECT_EQ(Secret::max_size, t.ramd().asked.back().code.size());
}

TEST_F(CodeDialogue, sends_a_code_for_an_empty_answer_and_says_where_to) {
    for (const std::string empty : {"", "  \t"}) {
        Transaction other;
        other.ramd().want({"totp", "email"});
        other.types({"right", empty, "123456"});
        EXPECT_EQ(PAM_SUCCESS, other.authenticate());
        EXPECT_THAT(other.ramd().members(), ElementsAre("Authenticate", "SendCode", "Verify"));
        EXPECT_THAT(other.person().heard_of('i').back(),
                    "A code was sent to a***@example.org. If none arrives, press Enter after a "
                    "minute for another one, or use another way.");
    }
}

TEST_F(CodeDialogue, sends_a_code_before_the_first_prompt_where_no_app_is_bound) {
    EXPECT_EQ(PAM_SUCCESS, run({"email", "sms"}, {"123456"}));
    EXPECT_THAT(asked_of_ramd(), ElementsAre("SendCode", "Verify"));
    EXPECT_THAT(t.person().heard_of('i').back(), HasSubstr("sent to a***@example.org"));
    EXPECT_THAT(t.person().heard_of('i').back(), HasSubstr("or ask an administrator"));
    EXPECT_EQ("E Verification code: ", t.person().heard.back());
}

TEST_F(CodeDialogue, has_at_most_three_more_codes_sent) {
    EXPECT_EQ(PAM_AUTH_ERR, run({"email"}, {"", "", "", "", "123456"}));
    EXPECT_THAT(asked_of_ramd(), ElementsAre("SendCode", "SendCode", "SendCode", "SendCode"));
    EXPECT_EQ(1U, t.person().answers.size());
}

TEST_F(CodeDialogue, says_how_long_to_wait_and_that_the_earlier_code_is_good) {
    t.ramd().on_send_code = [](const Asked&) { return SentCode{"", 42}; };
    EXPECT_EQ(PAM_SUCCESS, run({"email"}, {"123456"}));
    EXPECT_THAT(t.person().heard_of('i').back(), HasSubstr("still good"));
    EXPECT_THAT(t.person().heard_of('i').back(), HasSubstr("press Enter in 42 seconds"));
}

TEST_F(CodeDialogue, names_the_other_way_where_the_code_cannot_be_handed_over) {
    refuses_to_send(Code::service_failure);
    EXPECT_EQ(PAM_SUCCESS, run({"totp", "recovery-code", "email"}, {"", "123456"}));
    EXPECT_THAT(t.person().heard_of('!'),
                ElementsAre("No code could be sent. Type the code that your authenticator app "
                            "shows or a recovery code instead."));
    EXPECT_THAT(t.host.log, Contains(HasSubstr("ServiceFailure")));
}

TEST_F(CodeDialogue, says_what_to_do_where_there_is_no_other_way) {
    for (const Code code : {Code::service_failure, Code::limit_exceeded}) {
        Transaction other;
        other.ramd().want({"sms"});
        other.ramd().on_send_code = [code](const Asked&) { return Refusal{code, "", {}}; };
        other.types({"right", "123456"});
        EXPECT_EQ(PAM_SUCCESS, other.authenticate());
        EXPECT_THAT(other.person().heard_of('!'), ElementsAre(HasSubstr("ask an administrator")));
    }
}

TEST_F(CodeDialogue, says_how_long_to_wait_for_the_next_one) {
    refuses_to_send(Code::limit_exceeded);
    EXPECT_EQ(PAM_SUCCESS, run({"email"}, {"123456"}));
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre("Why."));
}

TEST_F(CodeDialogue, M1_leaves_time_for_another_way_where_ramd_does_not_answer) {
    t.ramd().on_send_code = [](const Asked&) { return lost()(); };
    EXPECT_EQ(PAM_SUCCESS, run({"totp", "email"}, {"", "123456"}));
    EXPECT_LE(t.ramd().asked.at(1).time_left, std::chrono::seconds(5));
    EXPECT_GT(t.ramd().asked.at(2).time_left, std::chrono::seconds(5));
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre(HasSubstr("No code could be sent")));
    EXPECT_THAT(t.host.log, Contains(HasSubstr("timed out")));
}

TEST_F(CodeDialogue, F1_does_not_claim_a_code_that_ramd_does_not_say_was_sent) {
    t.ramd().on_send_code = [](const Asked&) { return SentCode{}; };
    EXPECT_EQ(PAM_SUCCESS, run({"email"}, {"123456"}));
    EXPECT_THAT(t.person().heard, Each(Not(HasSubstr("was sent"))));
}

TEST_F(CodeDialogue, says_that_the_ticket_is_over_and_to_begin_again) {
    refuses_to_send(Code::ticket_expired);
    EXPECT_EQ(PAM_AUTH_ERR, run({"email"}, {"123456"}));
    EXPECT_THAT(asked_of_ramd(), ElementsAre("SendCode"));
    EXPECT_THAT(t.person().heard_of('!'), ElementsAre(HasSubstr("Begin again")));
}

TEST_F(CodeDialogue, says_what_to_type_where_nothing_can_be_sent) {
    EXPECT_EQ(PAM_SUCCESS, run({"totp"}, {"", "123456"}));
    EXPECT_THAT(asked_of_ramd(), ElementsAre("Verify"));
    EXPECT_THAT(t.person().heard_of('!'),
                ElementsAre("Type the code that your authenticator app shows."));
}

TEST_F(CodeDialogue, quiet_leaves_the_ways_out_and_says_where_a_code_went) {
    t.options = {"quiet"};
    EXPECT_EQ(PAM_SUCCESS, run({"email"}, {"123456"}));
    EXPECT_THAT(t.person().heard_of('i'), ElementsAre(HasSubstr("was sent to")));
}

TEST_F(CodeDialogue, M14_asks_or_tells_one_thing_a_call) {
    EXPECT_EQ(PAM_SUCCESS, run({"email"}, {"", "123456"}));
    EXPECT_EQ(1U, t.person().most_messages_a_call);
}

}  // namespace
}  // namespace ramauth::pam::test
