// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/hashing_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace ramd {
namespace {

using namespace std::chrono_literals;

constexpr HashCost floor_cost{HashCost::minimum_memory_mib, HashCost::minimum_passes};

// Workers stand at it until it is opened.
class Gate {
public:
    void pass() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    void await_waiting(unsigned workers) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_ >= workers; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    unsigned waiting_ = 0;
    bool open_ = false;
};

class HashingPoolTest : public testing::Test {
protected:
    static Request request(Deadline::Clock::duration budget = 1h) {
        return {.id = {}, .caller = {}, .context = {}, .deadline = Deadline::after(budget)};
    }

    // Orders a check; its answer is kept under the number.
    void order(HashingPool& pool, std::size_t number, Request asked, std::string password = "x") {
        if (answers.size() <= number) answers.resize(number + 1);
        boost::asio::co_spawn(loop, check(pool, std::move(password), std::move(asked)),
                              [this, number](std::exception_ptr error, CheckAnswer answer) {
                                  if (error) std::rethrow_exception(error);
                                  answers[number] = answer;
                                  order_of_answers.push_back(number);
                              });
        // Lets the coroutine go as far as it can without an answer.
        loop.restart();
        loop.poll();
    }
    // Of a password that no test tries.
    const PasswordHash stored = std::get<PasswordHash>(
        hash_password(Secret::copy_of(std::string_view("nobody knows")), floor_cost));

    boost::asio::awaitable<CheckAnswer> check(HashingPool& pool, std::string password,
                                              Request asked) {
        const Secret typed = Secret::copy_of(password);
        co_return co_await pool.check(typed, stored, asked);
    }
    void finish() {
        loop.restart();
        loop.run();
    }
    template <class T>
    std::size_t count() const {
        std::size_t found = 0;
        for (const auto& answer : answers) found += answer && std::holds_alternative<T>(*answer);
        return found;
    }
    HashFunctions gated() {
        return {.hash = hash_password, .check = [this](const Secret&, const PasswordHash&) {
                    const unsigned now = ++running;
                    unsigned seen = most_running;
                    while (seen < now && !most_running.compare_exchange_weak(seen, now)) {
                    }
                    gate.pass();
                    --running;
                    return HashCheck::mismatch;
                }};
    }

    boost::asio::io_context loop{1};
    std::vector<std::optional<CheckAnswer>> answers;
    std::vector<std::size_t> order_of_answers;
    Gate gate;
    std::atomic<unsigned> running = 0;
    std::atomic<unsigned> most_running = 0;
};

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

TEST_F(HashingPoolTest, an_ordinary_user_has_one_job_at_a_time_and_keeps_nobody_out) {
    Gate gate;
    HashFunctions functions;
    functions.check = [&gate](const Secret& password, const PasswordHash&) {
        if (password.view() == "wait") gate.pass();
        return HashCheck::match;
    };
    const auto pool =
        make_hashing_pool(loop.get_executor(), floor_cost, {.workers = 2, .queue = 4}, functions);
    const auto of = [](unsigned uid) {
        Request asked = request();
        asked.caller.uid = Uid{uid};
        return asked;
    };
    order(*pool, 0, of(1001), "wait");
    gate.await_waiting(1);
    for (std::size_t i = 1; i < 100; ++i) order(*pool, i, of(1001), "wait");
    EXPECT_EQ(count<Busy>(), 99U) << "one job a uid";
    order(*pool, 100, of(1002), "wait");
    EXPECT_FALSE(answers[100]) << "others wait for the half of the workers that they share";
    // The module's jobs have the other worker, and go first.
    for (std::size_t i = 101; i < 104; ++i) {
        order(*pool, i, of(0));
        loop.restart();
        while (!answers[i]) loop.run_one();
        EXPECT_TRUE(std::holds_alternative<HashCheck>(*answers[i]));
    }
    EXPECT_FALSE(answers[0]);
    gate.open();
    finish();
    EXPECT_EQ(count<HashCheck>(), 5U);
    EXPECT_EQ(count<Busy>(), 99U);
}

TEST_F(HashingPoolTest, H3_a_thousand_at_once_give_no_failure_but_busy) {
    const PoolSize size{.workers = 2, .queue = 16};
    const auto pool = make_hashing_pool(loop.get_executor(), floor_cost, size);
    for (std::size_t i = 0; i < 1000; ++i) order(*pool, i, request());
    finish();
    EXPECT_EQ(count<HashCheck>() + count<Busy>(), 1000U);
    EXPECT_GE(count<HashCheck>(), 18U);
    for (const auto& answer : answers) {
        if (const auto* checked = std::get_if<HashCheck>(&*answer)) {
            EXPECT_EQ(*checked, HashCheck::mismatch);
        }
    }
}

TEST_F(HashingPoolTest, H3_no_more_than_the_workers_run_and_no_more_than_the_queue_wait) {
    const PoolSize size{.workers = 3, .queue = 5};
    const auto pool = make_hashing_pool(loop.get_executor(), floor_cost, size, gated());
    for (std::size_t i = 0; i < 3; ++i) order(*pool, i, request());
    gate.await_waiting(3);
    for (std::size_t i = 3; i < 20; ++i) order(*pool, i, request());
    EXPECT_EQ(count<Busy>(), 12U);
    gate.open();
    finish();
    EXPECT_EQ(most_running, 3U);
    EXPECT_EQ(count<HashCheck>(), 8U);
}

TEST_F(HashingPoolTest, first_come_first_served) {
    const PoolSize size{.workers = 1, .queue = 10};
    const auto pool = make_hashing_pool(loop.get_executor(), floor_cost, size, gated());
    for (std::size_t i = 0; i < 6; ++i) order(*pool, i, request());
    gate.open();
    finish();
    EXPECT_EQ(order_of_answers, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5}));
}

TEST_F(HashingPoolTest, H3_a_job_that_cannot_end_in_time_is_refused_at_once) {
    const HashCost dear{1024, 16};  // expected to take seconds, before anything was measured
    const PoolSize size{.workers = 1, .queue = 10};
    const auto pool = make_hashing_pool(loop.get_executor(), dear, size, gated());
    order(*pool, 0, request());
    gate.await_waiting(1);
    order(*pool, 1, request(1s));
    ASSERT_TRUE(answers[1]);
    EXPECT_TRUE(std::holds_alternative<Busy>(*answers[1]));
    order(*pool, 2, request());
    EXPECT_FALSE(answers[2]);
    gate.open();
    finish();
    EXPECT_TRUE(std::holds_alternative<HashCheck>(*answers[2]));
}

TEST_F(HashingPoolTest, an_idle_worker_takes_a_job_whatever_the_last_ones_took) {
    gate.open();
    const HashCost dear{1024, 16};
    const auto pool = make_hashing_pool(loop.get_executor(), dear, {.workers = 1}, gated());
    order(*pool, 0, request(1s));
    finish();
    EXPECT_TRUE(std::holds_alternative<HashCheck>(*answers[0]));
}

TEST_F(HashingPoolTest, a_job_past_its_deadline_is_busy_and_not_run) {
    gate.open();
    const auto pool = make_hashing_pool(loop.get_executor(), floor_cost, {.workers = 1}, gated());
    order(*pool, 0, request(0s));
    finish();
    EXPECT_TRUE(std::holds_alternative<Busy>(*answers[0]));
    EXPECT_EQ(most_running, 0U);
}

TEST_F(HashingPoolTest, H3_a_request_whose_client_vanished_is_dropped_before_hashing) {
    const PoolSize size{.workers = 1, .queue = 10};
    std::atomic<unsigned> run = 0;
    HashFunctions functions = gated();
    functions.check = [this, &run](const Secret&, const PasswordHash&) {
        ++run;
        gate.pass();
        return HashCheck::mismatch;
    };
    const auto pool = make_hashing_pool(loop.get_executor(), floor_cost, size, functions);
    order(*pool, 0, request());
    gate.await_waiting(1);
    Request gone = request();
    const auto abandoned = gone.abandoned;
    order(*pool, 1, std::move(gone));
    order(*pool, 2, request());
    *abandoned = true;
    gate.open();
    finish();
    EXPECT_TRUE(std::holds_alternative<Abandoned>(*answers[1]));
    EXPECT_TRUE(std::holds_alternative<HashCheck>(*answers[2]));
    EXPECT_EQ(run, 2U);
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
}  // namespace ramd
