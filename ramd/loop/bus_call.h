// SPDX-License-Identifier: LGPL-2.1-or-later
// A method call on a bus that a coroutine can wait for.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>
#include <variant>

#include "ramd/loop/bus_pump.h"
#include "shared/bus_handles.h"

namespace ramd {

// The call was answered with an error, or not in time, or the bus is gone.
struct BusCallFailed {
    std::string name;  // D-Bus error name
    std::string message;
};

using BusReply = std::variant<ramauth::MessageHandle, BusCallFailed>;

// `request` was made on `pump`'s connection. Comes back on the loop, after `timeout` at the latest,
// also when the pump is destroyed meanwhile.
[[nodiscard]] boost::asio::awaitable<BusReply> call(BusPump& pump, ramauth::MessageHandle request,
                                                    std::chrono::microseconds timeout);

}  // namespace ramd
