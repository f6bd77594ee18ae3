// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/build_progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <system_error>

#include "policy/weak_list/list_fault.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::weak_list::BuildPhase;
using ::testing::HasSubstr;

struct BuildStage : testing::Stage {
    BuildStage() {
        environment.progress = true;
        environment.clock = [this] { return time; };
    }
    std::chrono::steady_clock::time_point time{};
};

TEST(BuildProgress, each_phase_counts_its_own_and_begins_anew) {
    BuildStage stage;
    BuildWatch watch(stage.environment);
    watch.at({BuildPhase::reading, 0, 4096});
    stage.time += std::chrono::seconds(2);
    watch.at({BuildPhase::reading, 1024, 4096});
    EXPECT_THAT(stage.err.str(), HasSubstr("1.0 KiB/4.0 KiB read, 512 B/s, 6 s left"));
    watch.at({BuildPhase::counting, 0, std::nullopt});
    stage.time += std::chrono::seconds(2);
    watch.at({BuildPhase::counting, 1000000, std::nullopt});
    EXPECT_THAT(stage.err.str(), HasSubstr("\r1,000,000 entries counted, 500,000/s"));
    watch.at({BuildPhase::writing, 0, 1000000});
    stage.time += std::chrono::seconds(4);
    watch.at({BuildPhase::writing, 500000, 1000000});
    EXPECT_THAT(stage.err.str(),
                HasSubstr("500,000/1,000,000 entries written, 125,000/s, 4 s left"));
    stage.err.str("");
    watch.clear();
    EXPECT_EQ(stage.err.str(), "\r\033[K");
}

TEST(BuildProgress, while_texts_are_read_a_signal_has_its_way_at_once) {
    EXPECT_EXIT(
        {
            BuildStage stage;
            BuildWatch watch(stage.environment);
            watch.at({BuildPhase::reading, 0, std::nullopt});
            std::raise(SIGINT);
            std::exit(1);
        },
        ::testing::KilledBySignal(SIGINT), "");
}

TEST(BuildProgress, afterwards_a_signal_ends_the_build_and_then_takes_effect) {
    EXPECT_EXIT(
        {
            BuildStage stage;
            BuildWatch watch(stage.environment);
            watch.at({BuildPhase::writing, 0, std::nullopt});
            std::raise(SIGINT);
            try {
                watch.at({BuildPhase::writing, 1, std::nullopt});
                std::exit(1);
            } catch (const BuildWatch::Interrupted&) {
                std::cerr << "interrupted\n";
            }
        },
        ::testing::KilledBySignal(SIGINT), "interrupted");
}

// As nohup(1) leaves it.
TEST(BuildProgress, a_signal_that_is_ignored_ends_nothing) {
    EXPECT_EXIT(
        {
            std::signal(SIGHUP, SIG_IGN);
            BuildStage stage;
            BuildWatch watch(stage.environment);
            watch.at({BuildPhase::writing, 0, std::nullopt});
            std::raise(SIGHUP);
            watch.at({BuildPhase::writing, 1, std::nullopt});
            std::exit(7);
        },
        ::testing::ExitedWithCode(7), "");
}

ramauth::Refusal why(const std::function<void()>& failing) {
    try {
        failing();
    } catch (...) {
        return why_not_made("out.weak");
    }
    return {};
}

TEST(BuildProgress, a_fault_of_a_text_is_the_callers_and_one_of_the_disk_is_not) {
    const auto text = why([] { throw ramauth::weak_list::ListFault("a.txt:3: no hash"); });
    EXPECT_EQ(ramauth::exit_status(text.code), ramauth::ExitStatus::usage);
    EXPECT_EQ(text.sentence, "a.txt:3: no hash");
    const auto disk =
        why([] { throw std::system_error(ENOSPC, std::generic_category(), "cannot write"); });
    EXPECT_EQ(ramauth::exit_status(disk.code), ramauth::ExitStatus::unavailable);
    EXPECT_THAT(disk.sentence, HasSubstr("out.weak was not written: cannot write: No space left"));
    EXPECT_THROW((void)why([] { throw std::bad_alloc(); }), std::bad_alloc);
}

}  // namespace
}  // namespace ramctl
