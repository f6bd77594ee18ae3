// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/run_report.h"

#include <gmock/gmock.h>

namespace ramctl::update {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Listener {
    RunReport::Time now{1000s};
    std::vector<std::string> statuses;
    std::vector<std::string> lines;
    RunReport report{{[this](const std::string& text) { statuses.push_back(text); },
                      [this](const std::string& line) { lines.push_back(line); }},
                     [this] { return now; }};
};

TEST(RunReport, says_how_far_how_fast_and_how_long_still) {
    Listener listener;
    listener.report.begin(1000, 100);
    EXPECT_THAT(listener.lines, ElementsAre(HasSubstr("100 of 1000 ranges")));
    for (int i = 0; i < 100; ++i) listener.report.fetched();
    listener.now += 10s;
    listener.report.tick();
    EXPECT_THAT(listener.statuses, ElementsAre("200 of 1000 ranges, 10/s, 80 s left"));
}

TEST(RunReport, a_status_a_second_and_a_line_a_minute) {
    Listener listener;
    listener.report.begin(1000, 0);
    for (int i = 0; i < 1300; ++i) {
        listener.report.not_modified();
        listener.report.tick();
        listener.now += 100ms;
    }
    EXPECT_EQ(listener.statuses.size(), 130U);
    ASSERT_EQ(listener.lines.size(), 2U);
    EXPECT_THAT(listener.lines[0], HasSubstr("(0 fetched, 601 not modified, 0 retried)"));
}

TEST(RunReport, many_retries_are_one_line) {
    Listener listener;
    for (int i = 0; i < 100; ++i) listener.report.retried("it was broken");
    EXPECT_THAT(listener.lines, ElementsAre("it was broken"));
    EXPECT_EQ(listener.report.counts().retried, 100U);
    listener.now += 10s;
    listener.report.retried("again");
    EXPECT_EQ(listener.lines.size(), 2U);
}

TEST(RunReport, the_last_word_goes_both_ways) {
    Listener listener;
    listener.report.end("done.");
    EXPECT_THAT(listener.statuses, ElementsAre("done."));
    EXPECT_THAT(listener.lines, ElementsAre("done."));
}

TEST(RunReport, nothing_is_said_while_nothing_is_known_of_the_rate) {
    Listener listener;
    listener.report.begin(10, 0);
    EXPECT_THAT(listener.lines, IsEmpty());
    listener.report.tick();
    EXPECT_THAT(listener.statuses, ElementsAre("0 of 10 ranges, 0/s"));
}

}  // namespace
}  // namespace ramctl::update
