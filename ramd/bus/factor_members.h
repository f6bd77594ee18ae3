// SPDX-License-Identifier: LGPL-2.1-or-later
// The members of org.ramauth1.Login about second factors. Who holds the ticket may.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "ramd/bus/invocation.h"
#include "ramd/login/authenticator.h"

namespace ramd {

boost::asio::awaitable<void> begin_factor(Invocation& in);
boost::asio::awaitable<void> verify(Invocation& in);
boost::asio::awaitable<void> send_code(Invocation& in);

// A ticket and what it still wants, as Authenticate and BeginFactor give them.
void append_ticket(sd_bus_message* reply, const Authenticated& proved);

}  // namespace ramd
