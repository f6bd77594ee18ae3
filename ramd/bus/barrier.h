// SPDX-License-Identifier: LGPL-2.1-or-later
// Between sd-bus and the handlers: finds out who calls, runs the handler as a coroutine, and turns
// whatever is thrown into an error with a fixed text; the detail goes to the journal. A message
// that cannot be read is its sender's fault, all else is ours: ServiceFailure.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "ramd/bus/invocation.h"

namespace ramd {

using Handler = boost::asio::awaitable<void> (*)(Invocation&);

int dispatch(sd_bus_message* message, Endpoint& endpoint, Handler handler) noexcept;

// What stands in a vtable.
template <Handler handler>
int method(sd_bus_message* message, void* endpoint, sd_bus_error*) noexcept {
    return dispatch(message, *static_cast<Endpoint*>(endpoint), handler);
}

}  // namespace ramd
