// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/progress.h"

#include <gtest/gtest.h>

#include "ramctl/amount_text.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

struct ProgressStage : testing::Stage {
    ProgressStage() {
        environment.progress = true;
        environment.clock = [this] { return time; };
    }
    std::chrono::steady_clock::time_point time{};
};

TEST(Progress, what_is_short_shows_none) {
    ProgressStage stage;
    Progress progress(stage.environment, "profiles");
    stage.time += std::chrono::milliseconds(900);
    progress.at(500);
    progress.clear();
    EXPECT_EQ(stage.err.str(), "");
}

TEST(Progress, a_count_and_a_rate) {
    ProgressStage stage;
    {
        Progress progress(stage.environment, "profiles");
        stage.time += std::chrono::seconds(2);
        progress.at(1000);
    }
    EXPECT_EQ(stage.err.str(), "\r1000 profiles, 500/s\033[K\r\033[K");
}

TEST(Progress, with_a_total_a_bar_and_the_time_left) {
    ProgressStage stage;
    Progress progress(stage.environment, "accounts", 200);
    stage.time += std::chrono::seconds(10);
    progress.at(50);
    EXPECT_EQ(stage.err.str(),
              "\r[######..................] 50/200 accounts, 5/s, 30 s left\033[K");
}

TEST(Progress, slow_ones_count_by_the_minute_and_none_divides_by_nothing) {
    ProgressStage stage;
    Progress progress(stage.environment, "accounts", 0);
    stage.time += std::chrono::seconds(60);
    progress.at(0);
    EXPECT_EQ(stage.err.str(), "\r[########################] 0/0 accounts, 0/min\033[K");
}

TEST(Progress, bytes_have_their_units_and_a_total_that_is_passed_is_a_full_bar) {
    ProgressStage stage;
    Progress progress(stage.environment, "read", std::uint64_t{4} << 30, size_text);
    stage.time += std::chrono::seconds(10);
    progress.at(std::uint64_t{1} << 30);
    EXPECT_EQ(stage.err.str(),
              "\r[######..................] 1.0 GiB/4.0 GiB read, 102 MiB/s, 30 s left\033[K");
    stage.err.str("");
    stage.time += std::chrono::seconds(40);
    progress.at(std::uint64_t{5} << 30);
    EXPECT_EQ(stage.err.str(),
              "\r[########################] 5.0 GiB/4.0 GiB read, 102 MiB/s\033[K");
}

TEST(Progress, it_is_written_five_times_a_second_at_most_and_to_terminals_only) {
    ProgressStage stage;
    Progress progress(stage.environment, "profiles");
    stage.time += std::chrono::seconds(2);
    progress.at(1000);
    const std::string once = stage.err.str();
    stage.time += std::chrono::milliseconds(100);
    progress.at(1001);
    EXPECT_EQ(stage.err.str(), once);
    stage.environment.progress = false;
    stage.time += std::chrono::seconds(2);
    progress.at(2000);
    EXPECT_EQ(stage.err.str(), once);
    EXPECT_FALSE(wants_progress(true, "dumb"));
    EXPECT_FALSE(wants_progress(false, "xterm"));
    EXPECT_TRUE(wants_progress(true, "xterm"));
}

}  // namespace
}  // namespace ramctl
