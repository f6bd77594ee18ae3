// SPDX-License-Identifier: LGPL-2.1-or-later
// The members of org.ramauth1.Manager about devices for the second factor.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "ramd/bus/invocation.h"

namespace ramd {

boost::asio::awaitable<void> get_mfa_info(Invocation& in);
boost::asio::awaitable<void> create_virtual_mfa_device(Invocation& in);
boost::asio::awaitable<void> create_virtual_mfa_device_with(Invocation& in);
boost::asio::awaitable<void> bind_mfa_device(Invocation& in);
boost::asio::awaitable<void> unbind_mfa_device(Invocation& in);
boost::asio::awaitable<void> unbind_own_mfa_device(Invocation& in);

}  // namespace ramd
