// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/loop_waiter.h"

#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace ramd {
namespace {

TEST(LoopWaiter, An_alarm_ends_when_rung_also_when_it_was_rung_before) {
    boost::asio::io_context loop;
    LoopWaiter waiter(loop.get_executor());
    const auto alarm = waiter.make_alarm();
    int waits = 0;
    const auto wait_twice = [&]() -> boost::asio::awaitable<void> {
        co_await alarm->wait(std::chrono::hours(1));
        ++waits;
        co_await alarm->wait(std::chrono::hours(1));
        ++waits;
    };
    alarm->ring();
    boost::asio::co_spawn(loop, wait_twice(), boost::asio::detached);
    loop.poll();
    EXPECT_EQ(waits, 1);
    alarm->ring();
    loop.poll();
    EXPECT_EQ(waits, 2);
}

TEST(LoopWaiter, An_alarm_ends_when_its_time_is_over) {
    boost::asio::io_context loop;
    LoopWaiter waiter(loop.get_executor());
    const auto alarm = waiter.make_alarm();
    const auto before = waiter.monotonic_us();
    boost::asio::co_spawn(loop, alarm->wait(std::chrono::milliseconds(5)), boost::asio::detached);
    loop.run();
    EXPECT_GE(waiter.monotonic_us(), before + 5000);
}

TEST(LoopWaiter, A_process_is_watched_to_its_end_and_not_taken_for_another) {
    boost::asio::io_context loop;
    LoopWaiter waiter(loop.get_executor());
    int hold[2];
    ASSERT_EQ(pipe(hold), 0);
    const pid_t child = fork();
    if (child == 0) {
        close(hold[1]);
        char end;
        _exit(static_cast<int>(read(hold[0], &end, 1)));
    }
    close(hold[0]);
    const auto watch = waiter.watch(child);
    EXPECT_FALSE(watch->ended());
    close(hold[1]);
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
    EXPECT_TRUE(watch->ended());
    EXPECT_TRUE(waiter.watch(child)->ended()) << "there is none";
}

}  // namespace
}  // namespace ramd
