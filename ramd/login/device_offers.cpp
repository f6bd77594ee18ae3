// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/device_offers.h"

#include <algorithm>
#include <utility>

namespace ramd {

void DeviceOffers::offer(const UserName& user, TotpDevice device, Time now) {
    sweep(now);
    forget(user);
    if (entries_.size() >= most) entries_.pop_front();
    entries_.push_back({user, std::move(device), now + lifetime});
}

const TotpDevice* DeviceOffers::find(const UserName& user, Time now) const {
    const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& offered) {
        return offered.user == user && now < offered.until;
    });
    return entry == entries_.end() ? nullptr : &entry->device;
}

void DeviceOffers::forget(const UserName& user) {
    entries_.remove_if([&user](const Entry& entry) { return entry.user == user; });
}

void DeviceOffers::sweep(Time now) {
    entries_.remove_if([now](const Entry& entry) { return now >= entry.until; });
}

}  // namespace ramd
