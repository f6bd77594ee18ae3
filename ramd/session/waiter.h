// SPDX-License-Identifier: LGPL-2.1-or-later
// Time and the end of processes, as the session revoker sees them: a parameter, so that tests run
// through minutes without waiting.
#pragma once

#include <sys/types.h>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>

namespace ramd {

class Alarm {
public:
    virtual ~Alarm() = default;
    // Comes back after `time`, or as soon as the alarm was rung; at once when it was rung since
    // the last wait.
    [[nodiscard]] virtual boost::asio::awaitable<void> wait(std::chrono::microseconds time) = 0;
    virtual void ring() = 0;
};

class ProcessWatch {
public:
    virtual ~ProcessWatch() = default;
    [[nodiscard]] virtual bool ended() const = 0;
};

class Waiter {
public:
    virtual ~Waiter() = default;
    // CLOCK_MONOTONIC, which logind's TimestampMonotonic and Revocation count in.
    [[nodiscard]] virtual std::uint64_t monotonic_us() const = 0;
    [[nodiscard]] virtual std::shared_ptr<Alarm> make_alarm() = 0;
    // A process has this pid now.
    [[nodiscard]] virtual bool runs(pid_t process) const = 0;
    // Watches the process that has this pid now.
    [[nodiscard]] virtual std::unique_ptr<ProcessWatch> watch(pid_t process) = 0;
};

}  // namespace ramd
