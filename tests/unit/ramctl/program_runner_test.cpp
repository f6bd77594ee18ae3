// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/program_runner.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace ramctl {
namespace {

TEST(SpawnRunner, the_exit_status_comes_back) {
    SpawnRunner runner;
    EXPECT_EQ(runner.run("/usr/bin/true", {}), 0);
    EXPECT_EQ(runner.run("/bin/sh", {"-c", "exit 7"}), 7);
}

TEST(SpawnRunner, a_program_that_is_not_there_or_is_killed_is_minus_one) {
    SpawnRunner runner;
    EXPECT_EQ(runner.run("/nonexistent", {}), -1);
    EXPECT_EQ(runner.run("/bin/sh", {"-c", "kill -9 $$"}), -1);
}

TEST(SpawnRunner, the_environment_is_our_own) {
    ::setenv("RAMCTL_TEST", "leaked", 1);
    ::setenv("LD_PRELOAD", "", 1);
    SpawnRunner runner;
    EXPECT_EQ(runner.run("/bin/sh", {"-c", "test -z \"$RAMCTL_TEST$HOME$LD_PRELOAD\""}), 0);
    EXPECT_EQ(runner.run("/bin/sh", {"-c", "test \"$PATH\" = /usr/sbin:/usr/bin:/sbin:/bin"}), 0);
}

TEST(SpawnRunner, arguments_are_not_read_by_a_shell) {
    SpawnRunner runner;
    EXPECT_EQ(runner.run("/usr/bin/test", {"$(echo x);", "=", "$(echo x);"}), 0);
}

}  // namespace
}  // namespace ramctl
