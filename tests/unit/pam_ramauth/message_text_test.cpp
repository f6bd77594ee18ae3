// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/message_text.h"

#include <gmock/gmock.h>

namespace ramauth::pam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string id = "0123456789abcdef0123456789abcdef";

TEST(MessageText, is_cut_into_lines_and_loses_the_number_of_the_request) {
    const MessageText text = split_message("At least 8 characters.\n\nNo.\n (request " + id + ")");
    EXPECT_THAT(text.lines, ElementsAre("At least 8 characters.", "No."));
    EXPECT_EQ(id, text.request_id);
}

TEST(MessageText, keeps_what_only_looks_like_a_number) {
    EXPECT_THAT(split_message("Wait (request pending)").lines,
                ElementsAre("Wait (request pending)"));
    EXPECT_THAT(split_message("a (request " + id).lines, ElementsAre("a (request " + id));
    EXPECT_EQ("", split_message("a (request " + id + "0)").request_id);
}

TEST(MessageText, of_nothing_is_nothing) {
    EXPECT_THAT(split_message("").lines, IsEmpty());
    EXPECT_THAT(split_message("\n\n").lines, IsEmpty());
    EXPECT_THAT(split_message(" (request " + id + ")").lines, IsEmpty());
}

TEST(MessageText, cuts_a_line_at_what_a_conversation_takes_and_between_characters) {
    const MessageText text = split_message(std::string(510, 'x') + "ä");
    ASSERT_EQ(1U, text.lines.size());
    EXPECT_EQ(std::string(510, 'x'), text.lines.front());
}

}  // namespace
}  // namespace ramauth::pam
