// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/conversation.h"

#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

struct ConversationTest : testing::Test {
    pam_handle raw;
    PamHandle pam{&raw};
    TimeBudget budget{std::chrono::seconds(10)};
    PamConversation conversation{pam, budget, false};
};

TEST_F(ConversationTest, M14_asks_one_thing_a_call_without_echo) {
    raw.person.answers = {"secret"};
    const auto answer = conversation.ask("Password: ");
    ASSERT_TRUE(answer);
    EXPECT_EQ("secret", answer->view());
    EXPECT_EQ(1U, raw.person.most_messages_a_call);
    EXPECT_THAT(raw.person.heard, ElementsAre("? Password: "));
}

TEST_F(ConversationTest, asks_visibly_with_echo) {
    raw.person.answers = {"123456"};
    const auto answer = conversation.ask_visibly("Verification code: ");
    ASSERT_TRUE(answer);
    EXPECT_EQ("123456", answer->view());
    EXPECT_THAT(raw.person.heard, ElementsAre("E Verification code: "));
}

TEST_F(ConversationTest, shows_a_part_of_a_longer_text_and_no_more) {
    conversation.show(std::string_view("a seed and more").substr(0, 6));
    EXPECT_THAT(raw.person.heard, ElementsAre("i a seed"));
}

TEST_F(ConversationTest, gives_nothing_for_any_kind_of_failure) {
    for (const Trouble trouble :
         {Trouble::conversation_error, Trouble::no_response, Trouble::null_answer,
          Trouble::no_conversation, Trouble::null_function}) {
        raw.person.trouble = trouble;
        EXPECT_FALSE(conversation.ask("Password: ")) << static_cast<int>(trouble);
        EXPECT_FALSE(conversation.ask_visibly("Code: ")) << static_cast<int>(trouble);
        conversation.show("lost");
        conversation.tell_reason("lost");
        conversation.tell_news("lost");
    }
}

TEST_F(ConversationTest, passes_an_over_long_answer_on_whole) {
    raw.person.answers = {std::string(70'000, 'x')};
    EXPECT_EQ(70'000U, conversation.ask("Password: ")->size());
}

TEST_F(ConversationTest, M13_is_silent_where_PAM_SILENT_asks_for_it_but_still_prompts) {
    PamConversation silent(pam, budget, true);
    raw.person.answers = {"x"};
    silent.tell_reason("reason");
    silent.tell_news("news");
    silent.show("a seed");
    EXPECT_TRUE(silent.ask("Password: "));
    EXPECT_THAT(raw.person.heard, ElementsAre("? Password: "));
}

int think(int, const pam_message**, pam_response**, void* passed) {
    const auto until = Deadline::after(std::chrono::milliseconds(30));
    while (!until.passed()) {
    }
    *static_cast<bool*>(passed) = true;
    return PAM_CONV_ERR;
}

TEST_F(ConversationTest, M1_does_not_count_the_time_that_people_think) {
    bool called = false;
    raw.conversation = {think, &called};
    const auto before = budget.deadline().at();
    EXPECT_FALSE(conversation.ask("Password: "));
    EXPECT_TRUE(called);
    EXPECT_GE(budget.deadline().at() - before, std::chrono::milliseconds(30));
}

}  // namespace
}  // namespace ramauth::pam::test
