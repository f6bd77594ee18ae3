// SPDX-License-Identifier: LGPL-2.1-or-later
// Asks polkit whether a sender on the bus may do something. The answer is no whenever there is no
// clear yes: polkit absent, hung, too slow, the sender or the bus gone.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

#include "ramd/bus/endpoint.h"

namespace ramd {

struct PolkitQuestion {
    std::string sender;  // unique name: polkit asks the bus itself who that is
    std::string action;
    std::string user;          // whom the action is about, for rules and for the dialogue
    bool interactive = false;  // polkit may ask the person at the caller's session
};

[[nodiscard]] boost::asio::awaitable<bool> polkit_allows(std::shared_ptr<Endpoint> endpoint,
                                                         PolkitQuestion question);

}  // namespace ramd
