// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "ramctl/hash_lines.h"
#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ramauth::weak_list::weak_hash;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::InputFile;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Stage;

std::string line_of(std::string_view word) {
    return to_text(weak_hash(word)) + "\n";
}

// In the order in which hashes are sent.
std::string lines_of(const std::vector<std::string>& words) {
    std::vector<std::string> lines;
    lines.reserve(words.size());
    for (const auto& word : words) lines.push_back(line_of(word));
    std::sort(lines.begin(), lines.end());
    std::string all;
    for (const auto& line : lines) all += line;
    return all;
}

struct AddStage : Stage {
    AddStage() { client.added.push_back(2U); }
    ExitStatus add(const std::string& input, bool hashes = false) {
        const InputFile file(input);
        environment.input = file.fd();
        return run(WeakListAddVerb{{}, hashes}, environment);
    }
};

TEST(WeakListAdd, words_of_standard_input_go_as_hashes_and_are_shown_nowhere) {
    AddStage stage;
    EXPECT_EQ(stage.add("hunter2\r\n\nacme-1999\nhunter2"), ExitStatus::ok);
    EXPECT_THAT(stage.client.sent_lines, ElementsAre(lines_of({"hunter2", "acme-1999"})));
    EXPECT_EQ(stage.out.str(), "2 added, 0 were there already\n");
    EXPECT_EQ(stage.err.str(), "");
}

TEST(WeakListAdd, a_word_has_the_form_that_passwords_have) {
    AddStage stage;
    EXPECT_EQ(stage.add("Zu\u0308rich\nZ\u00fcrich\n"), ExitStatus::ok);
    EXPECT_THAT(stage.client.sent_lines, ElementsAre(line_of("Z\u00fcrich")));
}

TEST(WeakListAdd, what_no_password_can_be_is_left_out_and_counted) {
    AddStage stage;
    const std::string nul("a\0b", 3);
    EXPECT_EQ(stage.add(nul + "\n" + std::string(129, 'x') + "\n\xff\xfe\nok\n" +
                        std::string(1000, 'y') + "\nfine\n"),
              ExitStatus::ok);
    EXPECT_THAT(stage.client.sent_lines, ElementsAre(lines_of({"ok", "fine"})));
    EXPECT_EQ(stage.err.str(), "4 lines were left out: no password can be so.\n");
}

TEST(WeakListAdd, hashes_are_taken_as_they_are) {
    AddStage stage;
    EXPECT_EQ(stage.add("5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8\r\n", true), ExitStatus::ok);
    EXPECT_THAT(stage.client.sent_lines, ElementsAre(line_of("password")));
}

TEST(WeakListAdd, a_line_that_is_no_hash_stops_it_before_anything_is_sent) {
    AddStage stage;
    EXPECT_EQ(stage.add(line_of("password") + "password\n", true), ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, IsEmpty());
    EXPECT_EQ(stage.err.str(),
              "ramctl: InvalidParameter.Hashes.Format: standard input:2: not the 40 hexadecimal "
              "digits of a SHA-1\n");
}

TEST(WeakListAdd, files_are_read_and_a_missing_one_stops_it) {
    AddStage stage;
    const std::string file = stage.accounts.folder() + "/words";
    std::ofstream(file) << "hunter2\n";
    const InputFile input("acme-1999\n");
    stage.environment.input = input.fd();
    EXPECT_EQ(run(WeakListAddVerb{{file, "-"}, false}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.sent_lines, ElementsAre(lines_of({"hunter2", "acme-1999"})));
    stage.client.asked.clear();
    EXPECT_EQ(run(WeakListAddVerb{{file, "/nowhere/words"}, false}, stage.environment),
              ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr("/nowhere/words cannot be read: No such file"));
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(WeakListAdd, many_go_page_by_page_in_order) {
    AddStage stage;
    std::string words;
    for (unsigned i = 0; i < 2 * hashes_a_page + 10; ++i) words += std::to_string(i) + "\n";
    stage.client.added = {100U, 200U, 5U};
    EXPECT_EQ(stage.add(words), ExitStatus::ok);
    ASSERT_EQ(stage.client.sent_lines.size(), 3U);
    std::vector<WeakHash> sent;
    for (const auto& page : stage.client.sent_lines) {
        EXPECT_LE(page.size(), 65536U);
        EXPECT_TRUE(append_hashes(page, sent));
    }
    EXPECT_EQ(sent.size(), 2 * hashes_a_page + 10);
    EXPECT_TRUE(std::is_sorted(sent.begin(), sent.end()));
    EXPECT_THAT(stage.out.str(), HasSubstr("305 added, 2,901 were there already"));
}

TEST(WeakListAdd, where_ramd_refuses_a_page_it_says_what_was_done_before) {
    AddStage stage;
    std::string words;
    for (unsigned i = 0; i < hashes_a_page + 1; ++i) words += std::to_string(i) + "\n";
    stage.client.added = {100U, testing::refusal(Code::limit_exceeded)};
    EXPECT_EQ(stage.add(words), ExitStatus::unavailable);
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: LimitExceeded: a sentence"));
    EXPECT_THAT(stage.err.str(), HasSubstr("100 were added before that."));
    EXPECT_EQ(stage.out.str(), "");
}

TEST(WeakListAdd, a_list_of_millions_is_not_for_the_small_set) {
    AddStage stage;
    std::string words;
    for (unsigned i = 0; i < 1'000'001; ++i) words += std::to_string(i) + "\n";
    EXPECT_EQ(stage.add(words), ExitStatus::unavailable);
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl weak-list build"));
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(WeakListAdd, at_a_terminal_it_asks_without_echo_until_an_empty_line) {
    AddStage stage;
    stage.environment.typed = true;
    stage.terminal.lines = {"hunter2", std::string(600, 'x'), "acme-1999", "", "never"};
    EXPECT_EQ(run(WeakListAddVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.terminal.prompts.size(), 4U);
    EXPECT_THAT(stage.client.sent_lines, ElementsAre(lines_of({"hunter2", "acme-1999"})));
    EXPECT_THAT(stage.err.str(), HasSubstr("1 line was left out"));
    EXPECT_THAT(stage.out.str() + stage.err.str(), Not(HasSubstr("hunter2")));
}

TEST(WeakListAdd, nothing_given_adds_nothing) {
    AddStage stage;
    EXPECT_EQ(stage.add(""), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "0 added, 0 were there already\n");
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(WeakListAdd, json_counts) {
    AddStage stage;
    stage.environment.json = true;
    EXPECT_EQ(stage.add("a\nb\nc\n\x01\n"), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"Given\":3,\"Added\":2,\"LeftOut\":1}\n");
}

}  // namespace
}  // namespace ramctl
