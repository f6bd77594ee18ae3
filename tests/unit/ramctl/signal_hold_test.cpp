// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/signal_hold.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <cstdlib>

namespace ramctl {
namespace {

volatile std::sig_atomic_t stops = 0;

bool is_pending(const SignalHold& hold) {
    pollfd waited{hold.pending_fd(), POLLIN, 0};
    return ::poll(&waited, 1, 0) == 1;
}

TEST(SignalHold, a_signal_waits_for_the_end_and_then_takes_effect) {
    EXPECT_EXIT(
        {
            const SignalHold hold;
            std::raise(SIGINT);
            if (!is_pending(hold)) std::exit(1);
        },
        ::testing::KilledBySignal(SIGINT), "");
}

TEST(SignalHold, without_a_signal_nothing_changes) {
    sigset_t before;
    sigset_t after;
    ::sigprocmask(SIG_SETMASK, nullptr, &before);
    {
        const SignalHold hold;
        EXPECT_FALSE(is_pending(hold));
    }
    ::sigprocmask(SIG_SETMASK, nullptr, &after);
    for (int signal = 1; signal < 32; ++signal)
        EXPECT_EQ(sigismember(&before, signal), sigismember(&after, signal)) << signal;
}

TEST(SignalHold, between_two_steps_it_says_whether_to_end) {
    EXPECT_EXIT(
        {
            const SignalHold hold;
            const bool before = SignalHold::asked_to_end();
            std::raise(SIGINT);
            std::exit(!before && SignalHold::asked_to_end() ? 7 : 1);
        },
        ::testing::ExitedWithCode(7), "");
}

// As nohup(1) leaves it: such a signal waits like others while it is held back.
TEST(SignalHold, a_signal_that_is_ignored_asks_for_no_end) {
    EXPECT_EXIT(
        {
            std::signal(SIGHUP, SIG_IGN);
            const SignalHold hold;
            std::raise(SIGHUP);
            std::exit(SignalHold::asked_to_end() ? 1 : 7);
        },
        ::testing::ExitedWithCode(7), "");
}

TEST(SignalHold, a_stop_takes_effect_and_is_no_end) {
    EXPECT_EXIT(
        {
            // Stopped by Ctrl-Z it would wait for the test: caught instead.
            std::signal(SIGTSTP, [](int) { stops = stops + 1; });
            const SignalHold hold;
            std::raise(SIGTSTP);
            const bool end = SignalHold::asked_to_end();
            std::exit(stops == 1 && !end && !SignalHold::asked_to_end() ? 7 : 1);
        },
        ::testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace ramctl
