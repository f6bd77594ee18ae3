// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/hashing_pool.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/ramd/login/hashing_pool_stage.h"

namespace ramd::test {
namespace {

TEST_F(HashingPoolTest, hashes_and_checks_on_real_threads) {
    const auto pool = make_hashing_pool(loop.get_executor(), floor_cost, {.workers = 2});
    std::optional<HashAnswer> made;
    boost::asio::co_spawn(
        loop,
        [](HashingPool& hashing) -> boost::asio::awaitable<HashAnswer> {
            const Secret password = Secret::copy_of(std::string_view("correct horse"));
            const Request asked = request();
            co_return co_await hashing.hash(password, asked);
        }(*pool),
        [&made](std::exception_ptr, HashAnswer answer) { made = std::move(answer); });
    loop.run();
    ASSERT_TRUE(made && std::holds_alternative<PasswordHash>(*made));
    const auto& hash = std::get<PasswordHash>(*made);
    EXPECT_FALSE(needs_rehash(hash, floor_cost));
    EXPECT_EQ(check_password(Secret::copy_of(std::string_view("correct horse")), hash),
              HashCheck::match);
}

TEST_F(HashingPoolTest, H2_a_failure_of_the_worker_is_no_memory_and_no_mismatch) {
    const HashFunctions failing{
        .hash = [](const Secret&, HashCost) -> std::variant<PasswordHash, NoMemory> {
            throw std::bad_alloc();
        },
        .check = [](const Secret&, const PasswordHash&) -> HashCheck { throw std::bad_alloc(); }};
    const auto pool = make_hashing_pool(loop.get_executor(), floor_cost, {.workers = 1}, failing);
    order(*pool, 0, request());
    finish();
    ASSERT_TRUE(std::holds_alternative<HashCheck>(*answers[0]));
    EXPECT_EQ(std::get<HashCheck>(*answers[0]), HashCheck::no_memory);
}

TEST_F(HashingPoolTest, is_unhealthy_while_a_worker_stands_still) {
    const PoolSize size{.workers = 2, .queue = 4, .longest_job = 0ms};
    const auto pool = make_hashing_pool(loop.get_executor(), floor_cost, size, gated());
    EXPECT_TRUE(pool->healthy());
    order(*pool, 0, request());
    gate.await_waiting(1);
    EXPECT_FALSE(pool->healthy());
    gate.open();
    finish();
    EXPECT_TRUE(pool->healthy());
}

TEST_F(HashingPoolTest, O2_a_full_queue_alone_is_healthy) {
    const PoolSize size{.workers = 1, .queue = 2};
    const auto pool = make_hashing_pool(loop.get_executor(), floor_cost, size, gated());
    for (std::size_t i = 0; i < 5; ++i) order(*pool, i, request());
    EXPECT_TRUE(pool->healthy());
    gate.open();
    finish();
}

TEST_F(HashingPoolTest, going_waits_for_what_runs_and_drops_the_queue) {
    const PoolSize size{.workers = 1, .queue = 4};
    auto pool = make_hashing_pool(loop.get_executor(), floor_cost, size, gated());
    for (std::size_t i = 0; i < 3; ++i) order(*pool, i, request());
    gate.await_waiting(1);
    std::thread opener([this] { gate.open(); });
    pool.reset();
    opener.join();
    finish();
    EXPECT_TRUE(std::holds_alternative<HashCheck>(*answers[0]));
    EXPECT_EQ(count<HashCheck>() + count<Abandoned>(), 3U);
}

TEST(HashingPool, needs_a_worker) {
    boost::asio::io_context loop;
    EXPECT_THROW((void)make_hashing_pool(loop.get_executor(), floor_cost, {.workers = 0}),
                 std::invalid_argument);
}

}  // namespace
}  // namespace ramd::test
