// SPDX-License-Identifier: LGPL-2.1-or-later
// MaxIdleDaysForUsers (MODEL.md, section 7): a profile with no accepted logon of any kind for so
// long turns Inactive, at the logon that comes too late or at the daily look at all of them. uid 0
// never does.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>

#include "ramd/login/login_services.h"

namespace ramd {

// Idleness counts from the last accepted logon, the creation, or the moment an administrator made
// the profile Active again. A clock that was set forward while ramd ran makes nobody idle.
[[nodiscard]] bool is_idle(const LoginServices& services, const Profile& profile);

// Writes it, ends the sessions, and says so. What cannot be written is logged; the profile is then
// idle still.
void turn_inactive(LoginServices& services, const Profile& profile, const Request* request);

class IdleSweep {
public:
    static constexpr std::chrono::hours interval{24};

    explicit IdleSweep(LoginServices& services) : services_(services) {}

    // Looks at every profile once, giving way to others between pages.
    [[nodiscard]] boost::asio::awaitable<void> sweep();
    // Sweeps now and then every `interval`; never ends by itself.
    [[nodiscard]] boost::asio::awaitable<void> keep_sweeping();

private:
    LoginServices& services_;
};

}  // namespace ramd
