// SPDX-License-Identifier: LGPL-2.1-or-later
// Devices that were made for a user and are not bound yet: good for ten minutes, gone with the
// daemon. Bounded in number: the oldest goes.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>

#include "ramd/login/request.h"
#include "ramd/store/profile.h"

namespace ramd {

class DeviceOffers {
public:
    static constexpr std::size_t most = 1024;
    static constexpr std::chrono::minutes lifetime{10};
    using Time = Deadline::Clock::time_point;

    // Takes the place of the earlier one.
    void offer(const UserName& user, TotpDevice device, Time now);
    // Valid until the next call of a non-const member.
    [[nodiscard]] const TotpDevice* find(const UserName& user, Time now) const;
    void forget(const UserName& user);
    void sweep(Time now);

private:
    struct Entry {
        UserName user;
        TotpDevice device;
        Time until;
    };
    std::list<Entry> entries_;  // oldest first
};

}  // namespace ramd
