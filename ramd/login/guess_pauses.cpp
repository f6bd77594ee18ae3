// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/guess_pauses.h"

#include <algorithm>
#include <limits>

namespace ramd {
namespace {

constexpr std::uint64_t microseconds(std::chrono::microseconds span) {
    return static_cast<std::uint64_t>(span.count());
}

// No user name holds the separator.
std::string key_of(const ramauth::UserName& user, const GuessOrigin& origin) {
    return user.str() + '\n' + origin.source;
}

}  // namespace

std::chrono::seconds pause_after(const PauseCurve& curve, unsigned failures) {
    if (curve.after == 0 || failures < curve.after) return std::chrono::seconds(0);
    const unsigned doublings = failures - curve.after;
    std::chrono::seconds pause = curve.first;
    for (unsigned i = 0; i < doublings && pause < curve.longest; ++i) pause *= 2;
    return std::min(pause, curve.longest);
}

Turn PauseTable::turn(const std::string& key, std::uint64_t now_us) const {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return Turn::now;
    const Entry& entry = *found->second;
    const std::uint64_t quiet_us = now_us - std::min(entry.last_us, now_us);
    if (quiet_us < microseconds(memory) &&
        quiet_us < microseconds(pause_after(curve_, entry.failures)))
        return Turn::never;
    if (entry.under_way == 0) return Turn::now;
    const auto pause = pause_after(curve_, entry.failures + entry.under_way);
    return pause == std::chrono::seconds(0) ? Turn::now : Turn::later;
}

PauseTable::Order::iterator PauseTable::touch(const std::string& key, std::uint64_t now_us) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
        make_room();
        order_.push_back({key, 0, 0, now_us});
        entries_.emplace(key, std::prev(order_.end()));
        return std::prev(order_.end());
    }
    const auto entry = found->second;
    if (entry->under_way == 0 && now_us - std::min(entry->last_us, now_us) >= microseconds(memory))
        entry->failures = 0;
    order_.splice(order_.end(), order_, entry);
    return entry;
}

void PauseTable::make_room() {
    for (auto entry = order_.begin(); entry != order_.end() && entries_.size() >= most_;) {
        if (entry->under_way != 0) {
            ++entry;
            continue;
        }
        entries_.erase(entry->key);
        entry = order_.erase(entry);
    }
}

void PauseTable::begin(const std::string& key, std::uint64_t now_us) {
    const auto entry = touch(key, now_us);
    ++entry->under_way;
}

void PauseTable::failed(const std::string& key, std::uint64_t now_us) {
    const auto entry = touch(key, now_us);
    if (entry->failures < std::numeric_limits<unsigned>::max() / 2) ++entry->failures;
    entry->last_us = now_us;
}

// What never failed need not be remembered.
void PauseTable::ended(const std::string& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    const auto entry = found->second;
    if (entry->under_way != 0) --entry->under_way;
    if (entry->under_way != 0 || entry->failures != 0) return;
    entries_.erase(found);
    order_.erase(entry);
}

void PauseTable::forget(const std::string& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    found->second->failures = 0;
    if (found->second->under_way != 0) return;
    order_.erase(found->second);
    entries_.erase(found);
}

void PauseTable::forget_all_of(std::string_view prefix) {
    for (auto entry = order_.begin(); entry != order_.end();) {
        const auto present = entry++;
        if (present->key.starts_with(prefix)) forget(std::string(present->key));
    }
}

// A guess from a source that is the owner's is not held up by what others did to the user's curve.
Turn GuessPauses::turn(const UserName& user, const GuessOrigin& origin,
                       std::uint64_t now_us) const {
    const Turn by_source = sources_.turn(key_of(user, origin), now_us);
    if (origin.is_owners || by_source == Turn::never) return by_source;
    const Turn by_user = users_.turn(user.str(), now_us);
    return by_user == Turn::now ? by_source : by_user;
}

void GuessPauses::begin(const UserName& user, const GuessOrigin& origin, std::uint64_t now_us) {
    sources_.begin(key_of(user, origin), now_us);
    if (!origin.is_owners) users_.begin(user.str(), now_us);
}

void GuessPauses::failed(const UserName& user, const GuessOrigin& origin, std::uint64_t now_us) {
    sources_.failed(key_of(user, origin), now_us);
    if (!origin.is_owners) users_.failed(user.str(), now_us);
}

void GuessPauses::ended(const UserName& user, const GuessOrigin& origin) {
    sources_.ended(key_of(user, origin));
    if (!origin.is_owners) users_.ended(user.str());
}

void GuessPauses::succeeded(const UserName& user, const GuessOrigin& origin) {
    sources_.forget(key_of(user, origin));
    users_.forget(user.str());
}

void GuessPauses::forget(const UserName& user) {
    sources_.forget_all_of(user.str() + '\n');
    users_.forget(user.str());
}

}  // namespace ramd
