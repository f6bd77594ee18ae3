// SPDX-License-Identifier: LGPL-2.1-or-later
// Lets one sd-bus connection live on the event loop: reads, writes and timeouts as sd-bus asks for
// them (sd_bus_get_fd(3), sd_bus_get_events(3), sd_bus_get_timeout(3)).
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

#include "shared/bus_handles.h"

namespace ramd {

class BusPump {
public:
    // Takes over the connection. `closed` is called once, from the loop, when the connection has
    // ended or failed; the pump may be destroyed in it.
    BusPump(boost::asio::any_io_executor loop, ramauth::BusHandle bus,
            std::function<void()> closed);
    BusPump(const BusPump&) = delete;
    BusPump& operator=(const BusPump&) = delete;
    ~BusPump();

    [[nodiscard]] sd_bus* bus() const noexcept;
    // After something was queued outside of a handler that the pump itself called.
    void wake();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ramd
