// SPDX-License-Identifier: LGPL-2.1-or-later
// The members of org.ramauth1.Manager about the weak list.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "ramd/bus/invocation.h"

namespace ramd {

boost::asio::awaitable<void> get_weak_list_info(Invocation& in);
boost::asio::awaitable<void> add_weak_passwords(Invocation& in);
boost::asio::awaitable<void> list_added_weak_passwords(Invocation& in);
boost::asio::awaitable<void> reload_weak_list(Invocation& in);

}  // namespace ramd
