// SPDX-License-Identifier: LGPL-2.1-or-later
// Builds everything and hands it over by reference; owns it all. One thread runs the loop.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string>

#include "ramd/bus/bus_service.h"
#include "ramd/bus/private_socket.h"
#include "ramd/bus/use_cases.h"
#include "ramd/config.h"
#include "ramd/courier_client.h"
#include "ramd/event_throttle.h"
#include "ramd/journal.h"
#include "ramd/login/account_sweep.h"
#include "ramd/login/idleness.h"
#include "ramd/nss_accounts.h"
#include "ramd/removed_accounts.h"
#include "ramd/revocation_adapters.h"
#include "ramd/session/logind_client.h"
#include "ramd/session/logon_file.h"
#include "ramd/session/loop_waiter.h"
#include "ramd/session/scopes.h"
#include "ramd/session/session_revoker.h"
#include "ramd/store/store.h"
#include "ramd/weak_library.h"
#include "shared/fd.h"

namespace ramd {

// What the daemon stands on, opened and verified before it begins.
struct DaemonParts {
    Config config;
    std::unique_ptr<Store> store;
    ramauth::UniqueFd listener;  // of the private socket
    std::string bus_address;     // empty: no bus
    std::string removed_directory;
    std::string logons_file;  // LogonFile
    std::string courier_socket;
};

class Daemon {
public:
    explicit Daemon(DaemonParts parts);
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    // Returns after SIGTERM or SIGINT.
    void run();

private:
    void account_removed(const UserName& user, Timestamp when);
    void complain(const std::string& what);
    [[nodiscard]] ramauth::policy::Moment present() const;
    void begin_sweeps();
    void sweep_tickets();
    void ping_watchdog();

    // Destroyed last: what still waits on the loop leaves the book when the loop goes.
    GuessBook guesses_;
    // Destroyed after everything that lives on it.
    boost::asio::io_context loop_;
    boost::asio::signal_set stop_;
    boost::asio::steady_timer ticket_timer_;
    boost::asio::steady_timer watchdog_timer_;
    Journal journal_;
    EventThrottle throttle_{journal_};
    std::unique_ptr<Store> store_;
    std::string boot_id_;
    BusService bus_;
    LogindClient logind_;
    LoopWaiter waiter_;
    LogonFile logons_;
    CgroupScopes scopes_;
    StoredRevocations revocations_;
    RevocationReport report_;
    SessionRevoker revoker_;
    NssAccounts accounts_;
    CourierClient courier_;
    TicketBook tickets_;
    std::unique_ptr<HashingPool> pool_;
    WeakLibrary weak_;
    LoginServices services_;
    UseCases use_;
    AccountSweep account_sweep_;
    IdleSweep idle_sweep_;
    RemovedAccounts removed_;
    PrivateSocket private_socket_;
    bool has_bus_;
};

}  // namespace ramd
