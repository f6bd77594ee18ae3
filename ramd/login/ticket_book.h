// SPDX-License-Identifier: LGPL-2.1-or-later
// Tickets: 256 random bits that stand for a proved password, for one user and purpose, for five
// minutes, gone with the daemon. While a change is forced or under way a ticket holds the proved
// password, so that rules about old and new can be checked. Bounded in number: the oldest goes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <utility>

#include "ramd/login/request.h"

namespace ramd {

struct Ticket {
    UserName user;
    Purpose purpose = Purpose::logon;
    std::uint64_t epoch = 0;         // of the password that was proved
    std::optional<Secret> password;  // the proved one, where a change may follow
    bool logon_recorded = false;
};

class TicketBook {
public:
    static constexpr std::size_t most = 4096;
    static constexpr std::chrono::minutes lifetime{5};

    using Clock = std::function<Deadline::Clock::time_point()>;
    explicit TicketBook(Clock clock = Deadline::Clock::now) : clock_(std::move(clock)) {}

    // Returns the 32 random bytes that name it.
    [[nodiscard]] Secret issue(Ticket ticket);
    // Nothing for an unknown, spent or old ticket or one of another user. Valid until the next call
    // of a non-const member.
    [[nodiscard]] Ticket* find(const Secret& name, const UserName& user);
    void spend(const Secret& name);
    void spend_all_of(const UserName& user);
    // Forgets what is old; called by a timer, so that no password stays longer than it may.
    void sweep();

private:
    struct Entry {
        Secret name;
        Ticket ticket;
        Deadline::Clock::time_point until;
    };
    Clock clock_;
    std::list<Entry> entries_;  // oldest first
};

}  // namespace ramd
