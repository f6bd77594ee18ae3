// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/updater.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/weak_list.h"
#include "tests/unit/ramctl/update/stage.h"

namespace ramctl::update {
namespace {

using namespace testing;
using ramauth::weak_list::ListAnswer;
using ramauth::weak_list::WeakList;
using ::testing::Contains;
using ::testing::HasSubstr;

std::size_t found_of(const WeakList& list, const Stage& stage, std::size_t per_range) {
    std::size_t found = 0;
    for (std::uint32_t prefix = 0; prefix < stage.settings.ranges.size(); ++prefix) {
        for (const Entry& entry : entries_of({prefix}, per_range))
            found += list.ask(entry.key()) == ListAnswer::weak ? 1 : 0;
    }
    return found;
}

TEST(Updater, the_list_has_what_the_corpus_has) {
    Stage stage;
    stage.run();
    const auto list = WeakList::open(stage.settings.list);
    EXPECT_EQ(list.header().entries, 260U * 3U);
    EXPECT_EQ(found_of(list, stage, 3), 260U * 3U);
    EXPECT_EQ(list.ask(entries_of({0}, 4).back().key()), ListAnswer::not_in_list);
    EXPECT_EQ(list.header().source, "https://corpus.test");
    EXPECT_EQ(list.header().date, test_day);
    EXPECT_THAT(stage.status, HasSubstr("has 780 entries (ranges: 260 fetched"));
}

TEST(Updater, the_date_is_the_newest_that_the_server_named_but_none_to_come) {
    Stage stage;
    stage.fetcher.always = [&stage](const RangeRequest& request) {
        RangeAnswer answer = stage.fetcher.well(request);
        answer.newest = test_now + 1000 * 24h;
        if (request.prefix.value != 0) answer.newest = test_now - 5 * 24h;
        return answer;
    };
    stage.run();
    EXPECT_EQ(WeakList::open(stage.settings.list).header().date, test_day);
}

TEST(Updater, rarer_entries_than_wanted_are_left_out) {
    Stage stage;
    stage.settings.minimum_count = 2;
    stage.run();
    EXPECT_EQ(WeakList::open(stage.settings.list).header().entries, 260U * 2U);
}

TEST(Updater, a_run_that_fails_leaves_the_list_as_it_was) {
    Stage stage;
    stage.run();
    stage.fetcher.version = "2";
    stage.fetcher.per_range = 5;
    stage.settings.tries = 1;
    stage.fetcher.scripts[{0x102}].push_back(
        [](const RangeRequest& request) { return with_status(request, 500); });
    EXPECT_THROW(stage.run(), RunFailed);
    EXPECT_EQ(WeakList::open(stage.settings.list).header().entries, 260U * 3U);
    stage.run();
    EXPECT_EQ(WeakList::open(stage.settings.list).header().entries, 260U * 5U);
}

TEST(Updater, a_pack_that_is_lost_before_the_list_is_made_is_fetched_anew) {
    Stage stage;
    stage.settings.tries = 1;
    stage.fetcher.scripts[{0x100}].push_back(
        [](const RangeRequest& request) { return with_status(request, 500); });
    EXPECT_THROW(stage.run(), RunFailed);
    std::ofstream(stage.cache + "/000.pack", std::ios::app) << "x";
    stage.run();
    EXPECT_THAT(stage.lines, Contains(HasSubstr("000.pack")));
    EXPECT_EQ(WeakList::open(stage.settings.list).header().entries, 260U * 3U);
}

TEST(Updater, an_empty_corpus_makes_no_list) {
    Stage stage;
    stage.run();
    stage.fetcher.version = "2";
    stage.fetcher.per_range = 0;
    EXPECT_THROW(stage.run(), ramauth::weak_list::ListFault);
    EXPECT_EQ(WeakList::open(stage.settings.list).header().entries, 260U * 3U);
    stage.fetcher.version = "3";
    stage.fetcher.per_range = 4;
    stage.run();
    EXPECT_EQ(WeakList::open(stage.settings.list).header().entries, 260U * 4U)
        << "the next start asks again";
}

TEST(Updater, where_no_list_can_be_put_nothing_is_fetched) {
    Stage stage;
    stage.settings.list = stage.cache;  // a directory
    EXPECT_THROW(stage.run(), ramauth::weak_list::ListFault);
    EXPECT_EQ(stage.fetcher.asked.size(), 0U);
}

// A child that is killed at its n-th request, then one that goes on: nothing that lies whole in a
// pack is asked for again, and the list is the one of an undisturbed run.
TEST(Updater, a_kill_at_any_time_costs_no_more_than_the_packs_under_way) {
    for (const std::size_t killed_at : {1U, 100U, 257U, 259U}) {
        Stage stage;
        stage.settings.parallel = 1;
        const pid_t child = ::fork();
        if (child == 0) {
            std::size_t answered = 0;
            stage.fetcher.always = [&](const RangeRequest& request) {
                if (++answered == killed_at) ::kill(::getpid(), SIGKILL);
                return stage.fetcher.well(request);
            };
            stage.run();
            ::_exit(1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status));
        stage.run();
        EXPECT_EQ(stage.fetcher.asked.size(), killed_at > 256 ? 4U : 260U) << killed_at;
        EXPECT_EQ(found_of(WeakList::open(stage.settings.list), stage, 3), 260U * 3U);
    }
}

TEST(Updater, says_when_a_full_run_is_written_down) {
    Stage stage;
    RunReport report({}, stage.clocks.steady);
    bool noted = false;
    update({.settings = stage.settings,
            .cache = stage.cache,
            .full = true,
            .fetcher = stage.fetcher,
            .report = report,
            .clocks = stage.clocks,
            .full_noted = [&noted] { noted = true; }});
    EXPECT_TRUE(noted);
}

}  // namespace
}  // namespace ramctl::update
