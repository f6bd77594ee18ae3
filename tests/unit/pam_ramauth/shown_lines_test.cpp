// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/shown_lines.h"

#include "tests/unit/pam_ramauth/transaction.h"

namespace ramauth::pam::test {
namespace {

struct ShownLines : testing::Test {
    pam_handle raw;
    PamHandle pam{&raw};
    TimeBudget budget{std::chrono::seconds(10)};
    PamConversation conversation{pam, budget, false};

    std::vector<std::string> shown(const std::string& lines) {
        raw.person.heard.clear();
        show_lines(conversation, lines);
        return raw.person.heard_of('i');
    }
};

std::string whole(const std::vector<std::string>& messages) {
    std::string text;
    for (const std::string& message : messages) text.append(message).append("\n");
    return text;
}

TEST_F(ShownLines, a_picture_of_the_largest_seed_fits_between_two_prompts_of_sshd) {
    std::string picture;  // 57 by 57 modules with their frame, two of them a half block
    for (int line = 0; line < 29; ++line) {
        for (int column = 0; column < 57; ++column) picture += "\u2580";
        picture += '\n';
    }
    const auto messages = shown(picture);
    EXPECT_EQ(picture, whole(messages));
    EXPECT_LE(messages.size(), 20U);  // of PAM_MAX_NUM_MSG, with what is said around it
    for (const std::string& message : messages) EXPECT_LT(message.size(), PAM_MAX_MSG_SIZE);
}

TEST_F(ShownLines, lines_that_fit_are_one_message) {
    EXPECT_THAT(shown("a\nb\n"), ElementsAre("a\nb"));
    EXPECT_THAT(shown("a\n\nb"), ElementsAre("a\n\nb"));
    const std::string most = std::string(255, 'a') + '\n' + std::string(255, 'b');
    EXPECT_THAT(shown(most), ElementsAre(most));
    EXPECT_THAT(shown(most + "c"), ElementsAre(std::string(255, 'a'), std::string(255, 'b') + "c"));
}

TEST_F(ShownLines, a_line_is_never_cut) {
    const std::string longest(700, 'x');
    EXPECT_THAT(shown("a\n" + longest + "\nb"), ElementsAre("a", longest, "b"));
    EXPECT_THAT(shown(longest), ElementsAre(longest));
}

TEST_F(ShownLines, nothing_is_shown_of_nothing) {
    EXPECT_THAT(shown(""), IsEmpty());
    EXPECT_THAT(shown("\n\n"), IsEmpty());
}

TEST(SeedInGroups, has_four_letters_each_and_a_rest) {
    const auto grouped = [](std::string_view seed) {
        return std::string(in_groups_of_four(Secret::copy_of(seed)).view());
    };
    EXPECT_EQ("Key: ABCD EFGH IJ", grouped("ABCDEFGHIJ"));
    EXPECT_EQ("Key: ABCD", grouped("ABCD"));
}

}  // namespace
}  // namespace ramauth::pam::test
