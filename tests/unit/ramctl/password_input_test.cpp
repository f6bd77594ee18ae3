// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/password_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::ExitStatus;
using ::testing::ElementsAre;
using testing::FakeTerminal;

ExitStatus status_of(const Password& password) {
    return ramauth::exit_status(std::get<ramauth::Refusal>(password).code);
}

struct PasswordInput : ::testing::Test {
    std::ostringstream out;
    FakeTerminal terminal{out};
};

TEST_F(PasswordInput, two_that_differ_are_asked_again) {
    terminal.lines = {"one", "two", "three", "three"};
    const Password password = new_password(terminal, PasswordSource::terminal);
    EXPECT_EQ(std::get<ramauth::Secret>(password).view(), "three");
    EXPECT_THAT(terminal.prompts,
                ElementsAre("New password: ", "Retype new password: ",
                            "They were not the same. New password: ", "Retype new password: "));
}

TEST_F(PasswordInput, three_times_at_most) {
    terminal.lines = {"1", "2", "1", "2", "1", "2", "same", "same"};
    EXPECT_EQ(status_of(new_password(terminal, PasswordSource::terminal)), ExitStatus::usage);
    EXPECT_EQ(terminal.prompts.size(), 6U);
}

TEST_F(PasswordInput, without_a_terminal_the_way_out_is_named) {
    terminal.there = false;
    const Password password = new_password(terminal, PasswordSource::terminal);
    EXPECT_EQ(status_of(password), ExitStatus::usage);
    EXPECT_THAT(std::get<ramauth::Refusal>(password).sentence,
                ::testing::HasSubstr("--password-stdin"));
    EXPECT_EQ(status_of(present_password(terminal, PasswordSource::terminal)), ExitStatus::usage);
}

TEST_F(PasswordInput, more_than_512_bytes_are_refused_and_not_cut) {
    terminal.lines = {std::string(513, 'x')};
    EXPECT_EQ(status_of(new_password(terminal, PasswordSource::standard_input)),
              ExitStatus::password_refused);
    terminal.lines = {std::string(512, 'x')};
    const Password password = new_password(terminal, PasswordSource::standard_input);
    EXPECT_EQ(std::get<ramauth::Secret>(password).size(), 512U);
}

TEST_F(PasswordInput, an_empty_line_is_ramds_to_judge) {
    terminal.lines = {""};
    const Password password = new_password(terminal, PasswordSource::standard_input);
    EXPECT_TRUE(std::get<ramauth::Secret>(password).empty());
}

TEST_F(PasswordInput, the_present_password_is_asked_for_once) {
    terminal.lines = {"old"};
    const Password password = present_password(terminal, PasswordSource::terminal);
    EXPECT_EQ(std::get<ramauth::Secret>(password).view(), "old");
    EXPECT_THAT(terminal.prompts, ElementsAre("Current password: "));
}

}  // namespace
}  // namespace ramctl
