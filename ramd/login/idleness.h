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
// the profile Active again. A clock that is wrong makes nobody idle: what it says counts as far as
// ramd has run since the newest use of any profile, and a day. Time in which the host was off does
// not count, and before the first look at all profiles nobody is idle.
[[nodiscard]] bool is_idle(const LoginServices& services, const Profile& profile);

// A logon of any kind was accepted: LastSessionTime, which no clock sets back, and the known
// sources. `profile` is about to be written.
void note_session(LoginServices& services, Profile& profile, const Request& request);

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
    // `look` says whether it wrote something.
    template <class Look>
    [[nodiscard]] boost::asio::awaitable<void> each_profile(Look look);

    LoginServices& services_;
};

}  // namespace ramd
