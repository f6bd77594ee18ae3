// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/background_thread.h"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

namespace ramd {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

class BackgroundThreadTest : public testing::Test {
protected:
    // Notes what the work gave: -1 where the patience ran out, -2 where it threw.
    awaitable<void> note(std::function<int()> work, BackgroundThread::Duration patience) {
        int given = -1;
        try {
            const auto result = co_await background.run(std::move(work), patience);
            if (result) given = *result;
        } catch (const std::runtime_error&) {
            given = -2;
        }
        EXPECT_EQ(std::this_thread::get_id(), loops_thread);
        noted.push_back(given);
    }
    void order(std::function<int()> work,
               BackgroundThread::Duration patience = BackgroundThread::Duration::max()) {
        boost::asio::co_spawn(loop, note(std::move(work), patience), boost::asio::detached);
    }

    const std::thread::id loops_thread = std::this_thread::get_id();
    boost::asio::io_context loop{1};
    BackgroundThread background{loop.get_executor()};
    std::vector<int> noted;
};

TEST_F(BackgroundThreadTest, works_elsewhere_in_order_and_answers_on_the_loop) {
    for (int i = 1; i <= 3; ++i)
        order([this, i] { return std::this_thread::get_id() == loops_thread ? 0 : i; });
    loop.run();
    EXPECT_THAT(noted, ElementsAre(1, 2, 3));
}

TEST_F(BackgroundThreadTest, throws_on_the_loop_what_the_work_threw) {
    order([]() -> int { throw std::runtime_error("a bad disk"); });
    order([] { return 7; });
    loop.run();
    EXPECT_THAT(noted, ElementsAre(-2, 7));
}

TEST_F(BackgroundThreadTest, patience_ends_and_what_hangs_is_left_to_itself) {
    std::promise<void> disk;
    order([&disk] {
        disk.get_future().wait();
        return 1;
    });
    order([] { return 2; }, 1ms);
    while (noted.empty()) loop.run_one();
    EXPECT_THAT(noted, ElementsAre(-1)) << "the wait for others counts";
    disk.set_value();
    loop.run();
    EXPECT_THAT(noted, ElementsAre(-1, 1));
}

TEST_F(BackgroundThreadTest,
       what_nobody_waits_for_any_more_does_not_pile_up_behind_a_disk_that_hangs) {
    std::promise<void> disk;
    order([&disk] {
        disk.get_future().wait();
        return 1;
    });
    constexpr std::size_t many = 1000;
    const auto owned = std::make_shared<int>(2);
    for (std::size_t i = 0; i < many; ++i) order([owned] { return *owned; }, 1ms);
    while (noted.size() < many) loop.run_one();
    EXPECT_EQ(owned.use_count(), 1) << "of what waits";
    EXPECT_THAT(noted, Each(-1));
    order([] { return 3; });
    disk.set_value();
    loop.run();
    EXPECT_THAT(std::vector<int>(noted.end() - 2, noted.end()), ElementsAre(1, 3));
}

TEST_F(BackgroundThreadTest, stopping_waits_for_what_runs_and_drops_the_rest) {
    std::promise<void> begun;
    bool ended = false;
    bool second = false;
    order([&] {
        begun.set_value();
        while (!background.stopping()) std::this_thread::yield();
        ended = true;
        return 1;
    });
    order([&second] { return second = true, 2; });
    loop.poll();
    begun.get_future().wait();
    background.stop();
    EXPECT_TRUE(ended);
    EXPECT_FALSE(second);
    order([&second] { return second = true, 3; });
    loop.poll();
    background.stop();
    EXPECT_FALSE(second);
}

}  // namespace
}  // namespace ramd
