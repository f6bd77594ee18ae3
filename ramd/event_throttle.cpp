// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/event_throttle.h"

#include <exception>
#include <string>

namespace ramd {
namespace {

constexpr Uid shared_by_the_rest{0};

// Answered after a hash and never without one; any other refusal may have been had for nothing.
bool took_a_hash(ramauth::Code code) {
    using ramauth::Code;
    return code == Code::authentication_failed || code == Code::old_password_incorrect;
}

bool may_cost_nothing(const Event& event) {
    return event.request != nullptr && !event.request->caller.is_root() && event.code &&
           !took_a_hash(*event.code);
}

}  // namespace

void EventThrottle::record(const Event& event) noexcept {
    try {
        if (may_cost_nothing(event) && !keep(event)) return;
    } catch (const std::exception&) {
        // No room to count: rather one record too many.
    }
    log_.record(event);
}

bool EventThrottle::keep(const Event& event) {
    settle();
    Uid uid = event.request->caller.uid;
    if (counts_.size() >= most_users && !counts_.contains(uid)) uid = shared_by_the_rest;
    const auto [place, is_new] = counts_.try_emplace(uid, Count{clock_(), 0});
    return ++place->second.seen <= single_records;
}

void EventThrottle::settle() noexcept {
    try {
        const auto now = clock_();
        for (auto place = counts_.begin(); place != counts_.end();) {
            if (now - place->second.began < window) {
                ++place;
                continue;
            }
            if (place->second.seen > single_records) summarise(place->first, place->second);
            place = counts_.erase(place);
        }
    } catch (const std::exception&) {
        // Counted on, and written at the next call.
    }
}

void EventThrottle::summarise(Uid uid, const Count& count) {
    Event event;
    event.kind = EventKind::manager_refused;
    event.detail = std::to_string(count.seen - single_records) +
                   " more refusals within a minute, of " +
                   (uid == shared_by_the_rest ? std::string("several users")
                                              : "uid " + std::to_string(uid.value));
    log_.record(event);
}

}  // namespace ramd
