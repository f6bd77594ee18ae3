// SPDX-License-Identifier: LGPL-2.1-or-later
// Codes that are sent to people, by mail or SMS: six digits, good for ten minutes, five tries and
// once, one for each user and way. A code belongs to its user: it outlives the connection and the
// ticket for which it was sent, and goes with the daemon. At most one a minute is sent to a user,
// whatever the way. Bounded in number: the oldest goes. Memory only; no clock of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <string_view>

#include "ramd/factor/courier.h"
#include "shared/user_name.h"

namespace ramd {

class SentCodes {
public:
    static constexpr std::size_t most = 4096;  // each takes a locked page
    static constexpr std::size_t digits = 6;
    static constexpr std::chrono::minutes lifetime{10};
    static constexpr std::chrono::minutes between{1};
    static constexpr unsigned most_tries = 5;
    using Time = ramauth::Deadline::Clock::time_point;

    // How long the user has to wait until the next one may be sent, rounded up; zero: none.
    [[nodiscard]] std::chrono::seconds wait(const ramauth::UserName& user, Time now) const;
    // A new one, which is to be handed over. Counts for wait() from now on, whether it can be or
    // not. Any number is as likely as any other.
    [[nodiscard]] ramauth::Secret make(const ramauth::UserName& user, CourierWay way, Time now);
    // The newest of this way was handed over: it takes the place of earlier ones.
    void handed_over(const ramauth::UserName& user, CourierWay way);
    // There is one that was handed over and not used up yet.
    [[nodiscard]] bool has(const ramauth::UserName& user, Time now) const;
    // The newest of this way could not be handed over: it is good for nothing.
    void drop(const ramauth::UserName& user, CourierWay way);
    // One try. A right code is used up, and so is every other one of the user; a wrong one counts
    // against all that the user has, and the fifth uses them up. All are compared, in a time that
    // does not depend on what differs.
    [[nodiscard]] bool take(const ramauth::UserName& user, std::string_view code, Time now);
    // What was sent to this user is good for nothing any more; the minute still counts.
    void forget(const ramauth::UserName& user) { use_up(user); }
    // Takes away what is old. Without it nothing old is good either.
    void sweep(Time now);
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        ramauth::UserName user;
        CourierWay way;
        ramauth::Secret code;  // empty: none is good, but the minute counts
        Time made;
        unsigned tries = 0;
        bool sent = false;
    };
    void use_up(const ramauth::UserName& user);
    [[nodiscard]] Entry* newest(const ramauth::UserName& user, CourierWay way);

    std::list<Entry> entries_;  // oldest first
};

}  // namespace ramd
