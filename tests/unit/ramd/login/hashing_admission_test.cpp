// SPDX-License-Identifier: LGPL-2.1-or-later
// H3: which jobs the hashing pool takes, in which order, and which it refuses as busy.
#include "ramd/login/hashing_pool.h"

#include <gtest/gtest.h>

#include "tests/unit/ramd/login/hashing_pool_stage.h"

namespace ramd::test {
namespace {

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

}  // namespace
}  // namespace ramd::test
