// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/code_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::Stage;

std::string text_of(const CodeLine& line) {
    const auto* code = std::get_if<Secret>(&line);
    return code == nullptr ? "refused: " + std::get<Refusal>(line).sentence
                           : std::string(code->view());
}

// One line of standard input.
std::string from_a_script(const std::string& typed, CodeKind kind) {
    Stage stage;
    stage.terminal.lines = {typed};
    const CodeLine line = next_code(stage.environment, kind);
    EXPECT_THAT(stage.terminal.prompts, IsEmpty());
    if (const auto* refusal = std::get_if<Refusal>(&line)) {
        EXPECT_EQ(ramauth::code_text(refusal->code, refusal->field),
                  "InvalidParameter.Code.Format");
    }
    return text_of(line);
}

TEST(CodeInput, six_digits_are_a_code_however_they_are_grouped) {
    EXPECT_EQ(from_a_script("012345", CodeKind::totp), "012345");
    EXPECT_EQ(from_a_script("012 345", CodeKind::totp), "012345");
    EXPECT_EQ(from_a_script(" 012345\r", CodeKind::totp), "012345");
}

TEST(CodeInput, anything_else_is_refused_and_what_is_expected_is_said) {
    for (const char* typed : {"", "12345", "1234567", "12345a", "-12345", "+12345", "12345.",
                              "١٢٣٤٥٦", "ABCD-EFGH-IJKL-MNOP"})
        EXPECT_EQ(from_a_script(typed, CodeKind::totp),
                  "refused: a code is the six digits that the device shows")
            << typed;
    EXPECT_EQ(from_a_script(std::string(513, '1'), CodeKind::totp),
              "refused: a code is the six digits that the device shows");
}

TEST(CodeInput, a_recovery_code_is_one_where_it_may_be) {
    for (const char* typed : {"ABCD-EFGH-IJKL-MN27", "abcdefghijklmn27"})
        EXPECT_EQ(from_a_script(typed, CodeKind::totp_or_recovery), typed);
    EXPECT_EQ(from_a_script("ABCD EFGH IJKL MNOP", CodeKind::totp_or_recovery), "ABCDEFGHIJKLMNOP");
    EXPECT_EQ(from_a_script("012345", CodeKind::totp_or_recovery), "012345");
    for (const char* typed : {"ABCD-EFGH-IJKL-MNO", "ABCD-EFGH-IJKL-MNOPQ", "ABCD-EFGH-IJKL-MN01",
                              "ABCD-EFGH-IJKL-MNO!", "----", "01234"})
        EXPECT_THAT(from_a_script(typed, CodeKind::totp_or_recovery),
                    HasSubstr("or a recovery code"))
            << typed;
}

TEST(CodeInput, the_end_of_standard_input_is_no_code) {
    Stage stage;
    EXPECT_EQ(text_of(next_code(stage.environment, CodeKind::totp)), "refused: no code was given");
}

TEST(CodeInput, a_person_is_asked_again_three_times_in_all) {
    Stage stage;
    stage.environment.typed = true;
    stage.terminal.lines = {"12345", "1234567", "123456", "rest"};
    EXPECT_EQ(text_of(next_code(stage.environment, CodeKind::totp)), "123456");
    EXPECT_THAT(stage.terminal.prompts, SizeIs(3));
    EXPECT_THAT(stage.terminal.prompts, Each(std::string("Verification code: ")));
    EXPECT_THAT(stage.err.str(), HasSubstr("six digits"));

    stage.terminal.lines = {"1", "2", "3", "123456"};
    EXPECT_THAT(text_of(next_code(stage.environment, CodeKind::totp)), HasSubstr("refused"));
    EXPECT_THAT(stage.terminal.lines, SizeIs(1));
}

TEST(CodeInput, a_person_who_ends_the_input_is_not_asked_again) {
    Stage stage;
    stage.environment.typed = true;
    EXPECT_EQ(text_of(next_code(stage.environment, CodeKind::totp)), "refused: no code was given");
    EXPECT_THAT(stage.terminal.prompts, SizeIs(1));
}

TEST(CodeInput, the_code_before_is_not_the_next_one) {
    Stage stage;
    const Secret before = testing::secret("123456");
    stage.terminal.lines = {"123 456"};
    EXPECT_THAT(text_of(next_code(stage.environment, CodeKind::totp, &before)),
                HasSubstr("wait until the device shows the next one"));
    stage.terminal.lines = {"123457"};
    EXPECT_EQ(text_of(next_code(stage.environment, CodeKind::totp, &before)), "123457");
}

TEST(CodeInput, without_a_terminal_a_person_cannot_be_asked) {
    Stage stage;
    stage.environment.typed = true;
    stage.terminal.there = false;
    stage.terminal.lines = {"123456"};
    EXPECT_THAT(text_of(next_code(stage.environment, CodeKind::totp)), HasSubstr("no terminal"));
}

}  // namespace
}  // namespace ramctl
