// SPDX-License-Identifier: LGPL-2.1-or-later
// Lets so many do something at the same time; the others wait in order.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <utility>

#include "ramd/session/waiter.h"

namespace ramd {

class Turns {
public:
    explicit Turns(unsigned at_a_time) : free_(at_a_time) {}

    // `alarm` is of nobody else.
    [[nodiscard]] boost::asio::awaitable<void> take(std::shared_ptr<Alarm> alarm) {
        while (free_ == 0) {
            waiting_.push_back(alarm);
            co_await alarm->wait(std::chrono::hours(1));
            std::erase(waiting_, alarm);
        }
        --free_;
    }
    void give_back() {
        ++free_;
        if (waiting_.empty()) return;
        const auto next = waiting_.front();
        waiting_.pop_front();
        next->ring();
    }

private:
    unsigned free_;
    std::deque<std::shared_ptr<Alarm>> waiting_;
};

}  // namespace ramd
