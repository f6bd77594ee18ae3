// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Stage;
using ::testing::StartsWith;

struct UtcStage : Stage {
    UtcStage() {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
        client.next_weak_list = testing::usable_weak_list();
    }
};

TEST(WeakListStatus, the_list_in_use_with_what_was_added) {
    UtcStage stage;
    EXPECT_EQ(run(WeakListStatusVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "  State: usable\n"
              "   File: /var/lib/ramd-weak-list/passwords.weak\n"
              "Entries: 1,234,567, seen 3 times or more\n"
              "  Width: 18 bits an entry: one wrong refusal in 65,536\n"
              "   Size: 3.0 MiB\n"
              " Source: a corpus, of 2026-02-01\n"
              " Loaded: 2026-03-01 10:00 (2 hours ago)\n"
              "  Added: 12, 2 of them not in the file: ramctl weak-list merge\n");
}

TEST(WeakListStatus, what_is_wrong_comes_first_and_ends_with_1) {
    UtcStage stage;
    stage.client.next_weak_list = testing::no_weak_list();
    EXPECT_EQ(run(WeakListStatusVerb{}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), StartsWith("Attention: there is no weak list"));
    EXPECT_THAT(stage.out.str(), HasSubstr("State: none\n"));
    EXPECT_THAT(stage.out.str(), HasSubstr("Added: 0\n"));
}

TEST(WeakListStatus, json_has_the_names_and_numbers_of_the_contract) {
    UtcStage stage;
    stage.environment.json = true;
    EXPECT_EQ(run(WeakListStatusVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "{\"Path\":\"/var/lib/ramd-weak-list/passwords.weak\",\"State\":\"usable\","
              "\"Usable\":true,\"Problem\":\"\",\"Entries\":1234567,\"BitsPerEntry\":18,"
              "\"OneWrongRefusalIn\":65536,"
              "\"MinimumCount\":3,\"Date\":\"2026-02-01T12:00:00Z\",\"Source\":\"a corpus\","
              "\"FileSize\":3145728,\"Loaded\":\"2026-03-01T10:00:00Z\",\"Version\":1,"
              "\"Added\":12,\"Pending\":2}\n");
}

TEST(WeakListStatus, a_source_cannot_write_to_the_terminal) {
    UtcStage stage;
    stage.client.next_weak_list = Fields{
        {"State", std::string("usable")}, {"Usable", true}, {"Source", std::string("\033[2J")}};
    EXPECT_EQ(run(WeakListStatusVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.out.str(), HasSubstr("Source: ?[2J"));
}

TEST(WeakListStatus, no_answer_ends_with_8) {
    Stage stage;
    EXPECT_EQ(run(WeakListStatusVerb{}, stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(run(WeakListReloadVerb{}, stage.environment), ExitStatus::unavailable);
}

TEST(WeakListReload, the_list_that_was_loaded_is_shown) {
    UtcStage stage;
    stage.client.next_reload = testing::usable_weak_list();
    EXPECT_EQ(run(WeakListReloadVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ElementsAre("reload-weak"));
    EXPECT_THAT(stage.out.str(), HasSubstr("State: usable\n"));
    EXPECT_EQ(stage.err.str(), "");
}

TEST(WeakListReload, a_file_that_is_refused_ends_with_2_and_none_at_all_with_8) {
    Stage stage;
    stage.client.next_reload = Refusal{ramauth::Code::parameter_format, "cut short", "WeakList"};
    EXPECT_EQ(run(WeakListReloadVerb{}, stage.environment), ExitStatus::usage);
    EXPECT_EQ(stage.err.str(), "ramctl: InvalidParameter.WeakList.Format: cut short\n");
    stage.client.next_reload = testing::refusal(ramauth::Code::weak_list_unavailable);
    EXPECT_EQ(run(WeakListReloadVerb{}, stage.environment), ExitStatus::unavailable);
}

TEST(WeakListReload, a_person_who_waits_is_told_why) {
    UtcStage stage;
    stage.environment.progress = true;
    stage.client.next_reload = testing::usable_weak_list();
    EXPECT_EQ(run(WeakListReloadVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.err.str(), StartsWith("ramd reads the whole list."));
    EXPECT_THAT(stage.err.str(), ::testing::EndsWith("\r\033[K"));
}

}  // namespace
}  // namespace ramctl
