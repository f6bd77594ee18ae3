// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::InputFile;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Stage;

struct CheckStage : Stage {
    CheckStage() {
        client.next_weak_list = testing::usable_weak_list();
        client.broken_rules["hunter2"] = {{"InvalidParameter.RiskPassword.Weak", "it is known"}};
        client.broken_rules["\x01"] = {{"InvalidParameter.Password.Malformed", "no"}};
    }
    ExitStatus type(const std::string& password) {
        terminal.lines = {password};
        return run(WeakListCheckVerb{}, environment);
    }
    ExitStatus read(const std::string& input) {
        const InputFile file(input);
        environment.input = file.fd();
        return run(WeakListCheckVerb{.password_stdin = true, .list = {}}, environment);
    }
};

TEST(WeakListCheck, a_weak_password_ends_with_4_and_another_one_with_0) {
    CheckStage weak;
    EXPECT_EQ(weak.type("hunter2"), ExitStatus::password_refused);
    EXPECT_EQ(weak.out.str(), "weak\n");
    EXPECT_THAT(weak.terminal.prompts, ElementsAre("Password to look up: "));
    CheckStage fine;
    EXPECT_EQ(fine.type("correct horse"), ExitStatus::ok);
    EXPECT_EQ(fine.out.str(), "not found\n");
}

TEST(WeakListCheck, lines_of_standard_input_are_told_by_their_numbers_only) {
    CheckStage stage;
    EXPECT_EQ(stage.read("correct horse\r\n\nhunter2\n\x01\n" + std::string(600, 'x')),
              ExitStatus::password_refused);
    EXPECT_EQ(stage.out.str(),
              "LINE  ANSWER\n"
              "1     not found\n"
              "3     weak\n"
              "4     no password can be so\n"
              "5     no password can be so\n");
    EXPECT_EQ(stage.err.str(), "");
}

TEST(WeakListCheck, lines_that_are_all_fine_end_with_0) {
    CheckStage stage;
    EXPECT_EQ(stage.read("correct horse\nbattery\n"), ExitStatus::ok);
}

TEST(WeakListCheck, json_never_has_a_password) {
    CheckStage stage;
    stage.environment.json = true;
    EXPECT_EQ(stage.read("hunter2\nbattery\n"), ExitStatus::password_refused);
    EXPECT_EQ(stage.out.str(),
              "[{\"Line\":1,\"Answer\":\"Weak\"},{\"Line\":2,\"Answer\":\"NotFound\"}]\n");
    CheckStage typed;
    typed.environment.json = true;
    EXPECT_EQ(typed.type("hunter2"), ExitStatus::password_refused);
    EXPECT_EQ(typed.out.str(), "{\"Answer\":\"Weak\"}\n");
}

TEST(WeakListCheck, where_there_is_no_list_it_ends_with_8_and_asks_for_no_password) {
    CheckStage stage;
    stage.client.next_weak_list = testing::no_weak_list();
    EXPECT_EQ(stage.type("hunter2"), ExitStatus::unavailable);
    EXPECT_THAT(stage.terminal.prompts, IsEmpty());
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: InvalidParameter.RiskPassword.Unavailable: "));
    EXPECT_EQ(
        run(WeakListCheckVerb{.password_stdin = false, .list = "/nowhere/list"}, stage.environment),
        ExitStatus::unavailable);
}

TEST(WeakListCheck, what_was_answered_before_a_failure_is_shown) {
    CheckStage stage;
    stage.client.broken_rules["gone"] = {{"InvalidParameter.RiskPassword.Unavailable", "gone"}};
    EXPECT_EQ(stage.read("hunter2\ngone\nbattery\n"), ExitStatus::unavailable);
    EXPECT_EQ(stage.out.str(), "LINE  ANSWER\n1     weak\n");
    EXPECT_THAT(stage.client.asked, ElementsAre("weak-list", "check root", "check root"));
}

TEST(WeakListCheck, a_no_of_a_list_that_failed_meanwhile_ends_with_8) {
    CheckStage stage;
    stage.client.after_check = [&] { stage.client.next_weak_list = testing::no_weak_list(); };
    EXPECT_EQ(stage.type("correct horse"), ExitStatus::unavailable);
    CheckStage weak;
    weak.client.after_check = [&] { weak.client.next_weak_list = testing::no_weak_list(); };
    EXPECT_EQ(weak.read("correct horse\nhunter2\n"), ExitStatus::password_refused);
}

TEST(WeakListCheck, without_a_terminal_and_without_an_option_it_ends_with_2) {
    CheckStage stage;
    stage.terminal.there = false;
    EXPECT_EQ(stage.type("hunter2"), ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr("--password-stdin"));
}

}  // namespace
}  // namespace ramctl
