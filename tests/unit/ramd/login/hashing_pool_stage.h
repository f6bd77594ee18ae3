// SPDX-License-Identifier: LGPL-2.1-or-later
// A loop that orders checks of a hashing pool, and a gate at which its workers stand until a test
// opens it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "ramd/login/hashing_pool.h"

namespace ramd::test {

using namespace std::chrono_literals;

inline constexpr HashCost floor_cost{HashCost::minimum_memory_mib, HashCost::minimum_passes};

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

}  // namespace ramd::test
