// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/loop_waiter.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cerrno>

#include "shared/fd.h"

namespace ramd {
namespace {

class TimerAlarm final : public Alarm {
public:
    explicit TimerAlarm(const boost::asio::any_io_executor& loop) : timer_(loop) {}

    boost::asio::awaitable<void> wait(std::chrono::microseconds time) override {
        if (!rung_) {
            timer_.expires_after(time);
            co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        }
        rung_ = false;
    }

    void ring() override {
        rung_ = true;
        timer_.cancel();
    }

private:
    boost::asio::steady_timer timer_;
    bool rung_ = false;
};

// A pidfd stays with its process when the number is used again.
class PidfdWatch final : public ProcessWatch {
public:
    explicit PidfdWatch(pid_t process)
        : fd_(static_cast<int>(syscall(SYS_pidfd_open, process, 0))),
          gone_(!fd_ && errno == ESRCH) {}

    [[nodiscard]] bool ended() const override {
        if (!fd_) return gone_;
        pollfd end{fd_.get(), POLLIN, 0};
        return poll(&end, 1, 0) > 0;
    }

private:
    ramauth::UniqueFd fd_;
    bool gone_;
};

}  // namespace

std::uint64_t LoopWaiter::monotonic_us() const {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 +
           static_cast<std::uint64_t>(now.tv_nsec) / 1'000;
}

std::shared_ptr<Alarm> LoopWaiter::make_alarm() {
    return std::make_shared<TimerAlarm>(loop_);
}

bool LoopWaiter::runs(pid_t process) const {
    return process > 0 && (::kill(process, 0) == 0 || errno == EPERM);
}

std::unique_ptr<ProcessWatch> LoopWaiter::watch(pid_t process) {
    return std::make_unique<PidfdWatch>(process);
}

}  // namespace ramd
