// SPDX-License-Identifier: LGPL-2.1-or-later
// Tickets: 256 random bits that stand for a proved password, for one user and purpose, for five
// minutes, gone with the daemon. While a change is forced or under way a ticket holds the proved
// password, so that rules about old and new can be checked. One that still wants a second factor
// is good for giving it and for nothing else. Bounded in number: the oldest goes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ramd/login/request.h"
#include "ramd/store/profile.h"

namespace ramd {

struct Ticket {
    UserName user;
    Purpose purpose = Purpose::logon;
    std::uint64_t epoch = 0;         // of the password that was proved
    std::optional<Secret> password;  // the proved one, where a change may follow
    bool logon_recorded = false;
    // What is still wanted, in the words of shared/wire.h: ways of which one is enough, or "bind"
    // alone. Empty: proved.
    std::vector<std::string> next = {};
    // The stack or the service asks for none: the holder has shown the password alone.
    bool exempt = false;
    bool factor_given = false;  // in this logon: a code was right, or a device was bound
    bool by_key = false;        // no password was proved (BeginFactor)
    std::optional<TotpDevice> offered = {};  // by BeginBind: not bound yet
    LogonContext context = {};       // of the logon, for what is asked with the ticket alone
    std::optional<Uid> holder = {};  // who may give the factor: who asked for the ticket
};

class TicketBook {
public:
    static constexpr std::size_t most = 4096;
    static constexpr std::chrono::minutes lifetime{5};

    using Clock = std::function<Deadline::Clock::time_point()>;
    explicit TicketBook(Clock clock = Deadline::Clock::now) : clock_(std::move(clock)) {}

    // Returns the 32 random bytes that name it.
    [[nodiscard]] Secret issue(Ticket ticket);
    // Nothing for an unknown, spent or old ticket, one of another user, or one that still wants
    // something. Valid until the next call of a non-const member.
    [[nodiscard]] Ticket* find(const Secret& name, const UserName& user);
    // One of this holder that still wants something.
    [[nodiscard]] Ticket* find_pending(const Secret& name, Uid holder);
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
