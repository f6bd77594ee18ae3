// SPDX-License-Identifier: LGPL-2.1-or-later
// A Waiter whose clock moves only when nothing else is left to do, and processes that end when the
// test says so. Runs the event loop.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "ramd/session/waiter.h"

namespace ramd::test {

class VirtualTime final : public Waiter {
public:
    explicit VirtualTime(std::uint64_t start_us) : now_us_(start_us) {}

    boost::asio::io_context loop;
    std::set<pid_t> ended_processes;

    [[nodiscard]] std::uint64_t monotonic_us() const override { return now_us_; }

    [[nodiscard]] std::shared_ptr<Alarm> make_alarm() override {
        return std::make_shared<VirtualAlarm>(*this);
    }
    [[nodiscard]] bool runs(pid_t process) const override {
        return !ended_processes.contains(process);
    }
    [[nodiscard]] std::unique_ptr<ProcessWatch> watch(pid_t process) override {
        return std::make_unique<VirtualWatch>(ended_processes, process);
    }

    // `action` happens at `at_us`.
    void at(std::uint64_t at_us, std::function<void()> action) {
        due_.emplace(at_us, std::move(action));
    }

    // Everything that happens until then, in order.
    void run_until(std::uint64_t end_us) {
        for (;;) {
            loop.restart();
            while (loop.poll() > 0) loop.restart();
            const auto next = due_.begin();
            if (next == due_.end() || next->first > end_us) break;
            now_us_ = std::max(now_us_, next->first);
            const auto action = std::move(next->second);
            due_.erase(next);
            action();
        }
        now_us_ = std::max(now_us_, end_us);
    }

private:
    class VirtualAlarm final : public Alarm {
    public:
        explicit VirtualAlarm(VirtualTime& time)
            : time_(time), timer_(std::make_shared<boost::asio::steady_timer>(time.loop)) {}

        boost::asio::awaitable<void> wait(std::chrono::microseconds span) override {
            if (!rung_) {
                timer_->expires_at(boost::asio::steady_timer::time_point::max());
                time_.at(time_.monotonic_us() + static_cast<std::uint64_t>(span.count()),
                         [weak = std::weak_ptr(timer_), round = ++*round_, now = round_] {
                             const auto timer = weak.lock();
                             if (timer && *now == round) timer->cancel();
                         });
                co_await timer_->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
                ++*round_;
            }
            rung_ = false;
        }
        void ring() override {
            rung_ = true;
            timer_->cancel();
        }

    private:
        VirtualTime& time_;
        std::shared_ptr<boost::asio::steady_timer> timer_;
        std::shared_ptr<unsigned> round_ = std::make_shared<unsigned>(0);
        bool rung_ = false;
    };

    class VirtualWatch final : public ProcessWatch {
    public:
        VirtualWatch(const std::set<pid_t>& gone, pid_t process) : gone_(gone), process_(process) {}
        [[nodiscard]] bool ended() const override { return gone_.contains(process_); }

    private:
        const std::set<pid_t>& gone_;
        pid_t process_;
    };

    std::uint64_t now_us_;
    std::multimap<std::uint64_t, std::function<void()>> due_;
};

}  // namespace ramd::test
