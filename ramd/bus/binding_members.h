// SPDX-License-Identifier: LGPL-2.1-or-later
// The members of org.ramauth1.Login that bind a device within a logon. The ticket says whose it is
// and who may.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "ramd/bus/invocation.h"

namespace ramd {

boost::asio::awaitable<void> begin_bind(Invocation& in);
boost::asio::awaitable<void> draw_bind(Invocation& in);
boost::asio::awaitable<void> finish_bind(Invocation& in);

}  // namespace ramd
