// SPDX-License-Identifier: LGPL-2.1-or-later
// Who calls. On the private socket the kernel says so (SO_PEERCRED of the accepted socket); on the
// bus only the bus daemon is believed, never the sender. Who cannot be identified is nobody.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>

#include "ramd/bus/endpoint.h"
#include "ramd/login/request.h"
#include "shared/bus_handles.h"

namespace ramd {

// Nothing for a sender that has vanished, for an error, and for a uid that cannot be an account's
// (CVE-2018-19788, CVE-2021-3560).
[[nodiscard]] boost::asio::awaitable<std::optional<Caller>> identify(Endpoint& endpoint,
                                                                     sd_bus_message* call);

// The peer of a connected Unix socket; nothing where the kernel does not say.
[[nodiscard]] std::optional<Caller> peer_of_socket(int fd);

}  // namespace ramd
