// SPDX-License-Identifier: LGPL-2.1-or-later
// The members of org.ramauth1.Manager about sessions, and about those that have still to end.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "ramd/bus/invocation.h"

namespace ramd {

boost::asio::awaitable<void> list_sessions(Invocation& in);
boost::asio::awaitable<void> list_revocations(Invocation& in);
boost::asio::awaitable<void> revoke_sessions(Invocation& in);

}  // namespace ramd
