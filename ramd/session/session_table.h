// SPDX-License-Identifier: LGPL-2.1-or-later
// What logind knows of one account's sessions at a time.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <vector>

#include "ramd/session/logind.h"
#include "ramd/session/waiter.h"

namespace ramd {

// In logind's order; a session that goes while it is looked at is left out. logind and waiter
// outlive the wait.
[[nodiscard]] boost::asio::awaitable<LogindAnswer<std::vector<LogindSession>>> read_sessions(
    Logind& logind, Waiter& waiter, ramauth::Uid uid);

}  // namespace ramd
