// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "policy/weak_list/list_build.h"
#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ramauth::weak_list::ListAnswer;
using ramauth::weak_list::weak_hash;
using ramauth::weak_list::WeakList;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Stage;

constexpr unsigned somebody = 4711;

std::string line_of(std::string_view word) {
    return to_text(weak_hash(word)) + "\n";
}

// A list with one word, of a user of its own as the updater's is; ramd was given two more.
struct MergeStage : Stage {
    MergeStage() {
        const std::string text = accounts.folder() + "/words";
        std::ofstream(text) << "hunter2\n";
        (void)ramauth::weak_list::build_list({{.name = text}}, {}, path(), {});
        std::filesystem::remove(text);
        ::chmod(path().c_str(), 0604);
        EXPECT_EQ(::chown(path().c_str(), somebody, somebody), 0);
        client.next_weak_list = info("usable", true);
        client.next_reload = testing::usable_weak_list();
    }
    [[nodiscard]] std::string path() const { return accounts.folder() + "/passwords.weak"; }
    [[nodiscard]] Fields info(const std::string& state, bool usable) const {
        return {{"Path", path()}, {"State", state}, {"Usable", usable}};
    }
    [[nodiscard]] bool has(std::string_view word) const {
        return WeakList::open(path()).ask(weak_hash(word)) == ListAnswer::weak;
    }
    [[nodiscard]] struct stat status() const {
        struct stat found {};
        ::lstat(path().c_str(), &found);
        return found;
    }
    ExitStatus merge() { return run(WeakListMergeVerb{}, environment); }
};

TEST(WeakListMerge, what_was_added_is_in_the_file_and_ramd_reads_it_again) {
    MergeStage stage;
    stage.client.hash_pages = {{line_of("acme-1999"), "marker"}, {line_of("letmein"), ""}};
    EXPECT_EQ(stage.merge(), ExitStatus::ok);
    EXPECT_TRUE(stage.has("hunter2") && stage.has("acme-1999") && stage.has("letmein"));
    EXPECT_THAT(stage.client.asked,
                ElementsAre("weak-list", "added-weak ", "added-weak marker", "reload-weak"));
    EXPECT_THAT(stage.out.str(), HasSubstr("State: usable\n"));
}

TEST(WeakListMerge, the_file_keeps_its_owner_and_its_mode) {
    MergeStage stage;
    stage.client.hash_pages = {{line_of("letmein"), ""}};
    EXPECT_EQ(stage.merge(), ExitStatus::ok);
    EXPECT_EQ(stage.status().st_uid, somebody);
    EXPECT_EQ(stage.status().st_gid, somebody);
    EXPECT_EQ(stage.status().st_mode & 07777U, 0604U);
}

TEST(WeakListMerge, where_nothing_is_missing_the_file_stays_the_same) {
    for (const std::string& added : {std::string(), line_of("hunter2")}) {
        MergeStage stage;
        stage.client.hash_pages = {{added, ""}};
        const auto before = stage.status().st_ino;
        EXPECT_EQ(stage.merge(), ExitStatus::ok);
        EXPECT_EQ(stage.status().st_ino, before);
        EXPECT_EQ(stage.err.str(), "There is nothing to merge.\n");
        EXPECT_THAT(stage.client.asked, ElementsAre("weak-list", "added-weak "));
    }
}

TEST(WeakListMerge, without_a_list_there_is_nothing_to_merge_into) {
    MergeStage stage;
    stage.client.next_weak_list = stage.info("none", false);
    EXPECT_EQ(stage.merge(), ExitStatus::unavailable);
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: InvalidParameter.RiskPassword.Unavailable: "
                                           "there is no file to merge into"));
    EXPECT_THAT(stage.client.asked, ElementsAre("weak-list"));
}

TEST(WeakListMerge, others_than_root_are_told_so_before_anything_is_asked_of_polkit) {
    MergeStage stage;
    stage.environment.caller = {1000, "alice"};
    EXPECT_EQ(stage.merge(), ExitStatus::not_permitted);
    EXPECT_THAT(stage.client.asked, ElementsAre("weak-list"));
}

TEST(WeakListMerge, a_damaged_file_in_the_place_is_not_touched) {
    MergeStage stage;
    std::ofstream(stage.path()) << "no list";
    stage.client.next_weak_list = stage.info("damaged", true);
    stage.client.hash_pages = {{line_of("letmein"), ""}};
    EXPECT_EQ(stage.merge(), ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: InvalidParameter.WeakList.Format: "));
    EXPECT_EQ(stage.status().st_size, 7);
}

TEST(WeakListMerge, pages_in_another_form_or_without_an_end_stop_it) {
    for (const auto& page : {std::pair<std::string, std::string>{"no hash\n", ""},
                             std::pair<std::string, std::string>{line_of("letmein"), "marker"}}) {
        MergeStage stage;
        stage.client.hash_pages = {page, page, page};
        EXPECT_EQ(stage.merge(), ExitStatus::unavailable);
        EXPECT_FALSE(stage.has("letmein"));
        EXPECT_LE(stage.client.asked.size(), 3U);
    }
}

TEST(WeakListMerge, a_refusal_of_ramd_is_told) {
    MergeStage stage;
    EXPECT_EQ(stage.merge(), ExitStatus::unavailable);
    EXPECT_THAT(stage.err.str(), HasSubstr("ramd does not answer"));
}

}  // namespace
}  // namespace ramctl
