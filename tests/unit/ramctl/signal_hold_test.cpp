// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/signal_hold.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <cstdlib>

namespace ramctl {
namespace {

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

}  // namespace
}  // namespace ramctl
