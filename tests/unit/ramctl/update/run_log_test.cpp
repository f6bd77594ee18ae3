// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/run_log.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/unit/ramctl/update/stage.h"

namespace ramctl::update {
namespace {

using ::testing::ElementsAre;
using testing::Folder;
using ::testing::IsEmpty;
using ::testing::Pair;
using testing::test_day;
using testing::test_now;

const RunName name{"https://a.test", *parse_span("00000-00FFF"), false};

RunName full_name() {
    RunName full = name;
    full.full = true;
    return full;
}

TEST(RunLog, what_was_marked_is_there_at_the_next_start) {
    const Folder folder;
    {
        RunLog log(folder.path(), name, test_now);
        log.mark(1, test_now);
        log.mark(2, test_now - std::chrono::days(1));
        log.mark(3, ramauth::never);
        log.forget(1);
    }
    const RunLog log(folder.path(), name, test_now);
    EXPECT_THAT(log.done(),
                ElementsAre(Pair(2, test_day - std::chrono::days(1)), Pair(3, ramauth::never)));
    EXPECT_EQ(log.newest(), test_day - std::chrono::days(1));
}

TEST(RunLog, a_run_that_ended_well_begins_anew) {
    const Folder folder;
    {
        RunLog log(folder.path(), name, test_now);
        log.mark(1, test_now);
        log.finish();
    }
    EXPECT_THAT(RunLog(folder.path(), name, test_now).done(), IsEmpty());
}

TEST(RunLog, another_run_begins_anew) {
    for (const RunName& other :
         {RunName{"https://b.test", name.ranges, false},
          RunName{name.url, *parse_span("00000-FFFFF"), false}, full_name()}) {
        const Folder folder;
        RunLog(folder.path(), name, test_now).mark(1, test_now);
        EXPECT_THAT(RunLog(folder.path(), other, test_now).done(), IsEmpty());
    }
}

TEST(RunLog, a_full_run_stays_full_until_its_end) {
    const Folder folder;
    RunLog(folder.path(), full_name(), test_now).mark(1, test_now);
    const RunLog log(folder.path(), name, test_now);
    EXPECT_TRUE(log.name().full);
    EXPECT_EQ(log.done().size(), 1U);
}

TEST(RunLog, a_run_of_long_ago_or_of_a_time_to_come_begins_anew) {
    for (const auto& [now, is_gone_on_with] :
         {std::pair{test_now + longest_run - std::chrono::seconds(1), true},
          {test_now + longest_run, false},
          {test_now - std::chrono::seconds(1), false}}) {
        const Folder folder;
        RunLog(folder.path(), full_name(), test_now).mark(1, test_now);
        {
            const RunLog log(folder.path(), name, now);
            EXPECT_EQ(log.done().size(), is_gone_on_with ? 1U : 0U);
            EXPECT_TRUE(log.name().full) << "the wish is older than the run, and stays";
        }
        RunLog(folder.path(), name, now).mark(2, now);
        EXPECT_EQ(RunLog(folder.path(), name, now).done().size(), is_gone_on_with ? 2U : 1U);
    }
}

TEST(RunLog, a_line_that_was_cut_short_is_as_none) {
    const Folder folder;
    RunLog(folder.path(), name, test_now).mark(1, test_now);
    std::ofstream(folder.path() + "/run", std::ios::app) << "002 204";
    {
        RunLog log(folder.path(), name, test_now);
        EXPECT_EQ(log.done().size(), 1U);
        log.mark(3, test_now);
    }
    EXPECT_THAT(RunLog(folder.path(), name, test_now).done(),
                ElementsAre(Pair(1, test_day), Pair(3, test_day)));
}

TEST(RunLog, what_is_no_log_begins_anew) {
    for (const char* text :
         {"x", "x\ny\nz\n", "ramd-weak-list-update run 2\nurl https://a.test\n"}) {
        const Folder folder;
        std::ofstream(folder.path() + "/run") << text;
        EXPECT_THAT(RunLog(folder.path(), name, test_now).done(), IsEmpty());
    }
    EXPECT_FALSE(parse_run(
        "ramd-weak-list-update run 2\nurl u\nranges 00000-00FFF\nfull no\nbegun 1\nXYZ 1\n"));
    EXPECT_TRUE(
        parse_run("ramd-weak-list-update run 2\nurl u\nranges 00000-00FFF\nfull no\nbegun 1\n"));
}

TEST(RunLog, there_is_one_updater_at_a_time) {
    const Folder folder;
    const RunLog log(folder.path(), name, test_now);
    EXPECT_THROW(RunLog(folder.path(), name, test_now), RunLog::Busy);
}

}  // namespace
}  // namespace ramctl::update
