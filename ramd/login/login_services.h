// SPDX-License-Identifier: LGPL-2.1-or-later
// What the use cases stand on, handed over by reference by the daemon that wires them. Owned by
// the daemon; used from the event loop's thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "policy/moment.h"
#include "ramd/factor/courier.h"
#include "ramd/factor/sent_codes.h"
#include "ramd/login/accounts.h"
#include "ramd/login/device_offers.h"
#include "ramd/login/event_log.h"
#include "ramd/login/guess_gate.h"
#include "ramd/login/hashing_pool.h"
#include "ramd/login/ticket_book.h"
#include "ramd/login/weak_passwords.h"
#include "ramd/session/session_ender.h"
#include "ramd/store/store.h"

namespace ramd {

struct LoginSettings {
    bool manage_root = false;  // ramd.conf: ManageRoot
};

// Whom the use cases tell about changes (bus signals hang on it). `fields` as in MODEL.md.
class ChangeListener {
public:
    virtual ~ChangeListener() = default;
    virtual void profile_changed(const UserName& user, const std::vector<std::string>& fields) = 0;
    // Of the password policy or the security preference.
    virtual void policy_changed(const std::vector<std::string>& fields) = 0;
    // `until`: Timestamp::max() where only an administrator unlocks.
    virtual void login_locked(const UserName& user, Timestamp until) = 0;
};

// CLOCK_MONOTONIC in microseconds.
[[nodiscard]] std::uint64_t monotonic_now_us();

struct LoginServices {
    Store& store;
    HashingPool& pool;
    SessionEnder& sessions;
    Accounts& accounts;
    EventLog& log;
    ChangeListener& listener;
    TicketBook& tickets;
    GuessBook& guesses;
    WeakPasswords& weak;
    std::function<Timestamp()> now;
    std::function<ramauth::policy::Moment()> moment;
    ramauth::policy::Moment started = {};  // of the daemon
    // Of any profile, as far as the store knows; nothing until it was looked for (idleness.h).
    std::optional<Timestamp> latest_use = {};
    LoginSettings settings;
    // /proc/sys/kernel/random/boot_id, read once: tells which boot a monotonic time belongs to.
    std::string boot_id = {};
    // Of this host as it is called at the time of asking, short and full. Does not fail.
    std::function<std::vector<std::string>()> host_names = [] {
        return std::vector<std::string>();
    };
    std::function<std::uint64_t()> monotonic_us = monotonic_now_us;
    // Codes that were used up and that the store could not take.
    struct UsedCodes {
        std::uint64_t last_step = 0;
        std::set<std::string> recovery_codes = {};  // hashes
    };
    std::map<UserName, UsedCodes> unwritten_codes = {};
    Courier* courier = nullptr;  // nothing: nothing can be sent
    SentCodes sent_codes = {};
    DeviceOffers offers = {};
    // CLOCK_MONOTONIC, for what is kept in memory.
    std::function<Deadline::Clock::time_point()> clock = Deadline::Clock::now;
};

}  // namespace ramd
