// SPDX-License-Identifier: LGPL-2.1-or-later
// Many calls that wait for somebody else, made at the same time.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <utility>

#include "ramd/session/waiter.h"

namespace ramd {

// dbus-daemon lets a connection wait for 128 replies (max_replies_per_connection), whatever they
// are for.
inline constexpr std::size_t calls_at_a_time = 32;

// Awaits job(0) … job(count - 1), each begun in this order, `calls_at_a_time` of them at a time.
// Comes back when all have; throws what the first that failed has thrown. What `job` refers to
// outlives the wait. `alarm` is of nobody else.
template <class Job>
boost::asio::awaitable<void> together(std::size_t count, std::shared_ptr<Alarm> alarm, Job job) {
    struct State {
        Job job;
        std::size_t count;
        std::size_t next;
        std::size_t lanes;
        std::exception_ptr fault;
    };
    auto state = std::make_shared<State>(State{std::move(job), count, 0, 0, nullptr});
    const auto lane = [](std::shared_ptr<State> shared) -> boost::asio::awaitable<void> {
        while (shared->next < shared->count && !shared->fault) co_await shared->job(shared->next++);
    };
    const auto loop = co_await boost::asio::this_coro::executor;
    state->lanes = std::min(count, calls_at_a_time);
    for (std::size_t i = std::min(count, calls_at_a_time); i > 0; --i) {
        boost::asio::co_spawn(loop, lane(state), [state, alarm](const std::exception_ptr& fault) {
            if (fault && !state->fault) state->fault = fault;
            if (--state->lanes == 0) alarm->ring();
        });
    }
    while (state->lanes > 0) co_await alarm->wait(std::chrono::hours(1));
    if (state->fault) std::rethrow_exception(state->fault);
}

}  // namespace ramd
