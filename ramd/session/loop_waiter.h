// SPDX-License-Identifier: LGPL-2.1-or-later
// The real Waiter: timers of the event loop, and pidfds.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include "ramd/session/waiter.h"

namespace ramd {

class LoopWaiter final : public Waiter {
public:
    explicit LoopWaiter(boost::asio::any_io_executor loop) : loop_(std::move(loop)) {}

    [[nodiscard]] std::uint64_t monotonic_us() const override;
    [[nodiscard]] std::shared_ptr<Alarm> make_alarm() override;
    [[nodiscard]] bool runs(pid_t process) const override;
    [[nodiscard]] std::unique_ptr<ProcessWatch> watch(pid_t process) override;

private:
    boost::asio::any_io_executor loop_;
};

}  // namespace ramd
