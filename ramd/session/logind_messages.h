// SPDX-License-Identifier: LGPL-2.1-or-later
// What logind's replies say. A reply that is not of the agreed form throws BadLogindReply.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "ramd/loop/bus_call.h"
#include "ramd/session/logind.h"

namespace ramd {

struct BadLogindReply : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[nodiscard]] std::vector<ListedSession> read_session_list(sd_bus_message* reply);       // a(susso)
[[nodiscard]] LogindSession read_session(sd_bus_message* reply, const std::string& id);  // a{sv}
[[nodiscard]] std::string read_session_path(sd_bus_message* reply);      // o; the id in it
[[nodiscard]] UserManagerUnit read_user_manager(sd_bus_message* reply);  // a{sv}
[[nodiscard]] LogindFailed to_failure(const BusCallFailed& failed);

}  // namespace ramd
