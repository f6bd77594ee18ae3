// SPDX-License-Identifier: LGPL-2.1-or-later
// Ends the sessions that a committed revocation names, in the background, until they have been
// seen to be gone. What the use cases know of it.
#pragma once

#include <sys/types.h>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ramd/store/profile.h"

namespace ramd {

struct SessionInfo {
    std::string id;
    std::string state;  // logind's: "active", "online", "closing"
    std::string tty;
    std::string remote_host;
    std::string service;
    Timestamp started = ramauth::never;
    std::int32_t leader = 0;
};

struct RevocationCount {
    unsigned ended = 0;
    unsigned outstanding = 0;
    std::string why;  // of what is outstanding, as it stands in the journal; may be empty
};

// A revocation whose sessions have not been seen to be gone. What was seen to be gone is looked at
// again for 130 s, and is not outstanding meanwhile.
struct OutstandingRevocation {
    Revocation revocation;
    unsigned sessions = 0;  // left at the last look that logind answered to the end
    std::string why;        // as it stands in the journal; empty in the first 15 s
};

class SessionEnder {
public:
    virtual ~SessionEnder() = default;

    // Begins to work on a revocation that the store has committed; returns at once. `asker` is the
    // process that asked for the change (0: none): the session `revocation.last_session` is left
    // alone until that process has ended, for five seconds at most.
    virtual void begin(const Revocation& revocation, pid_t asker) = 0;

    // The sessions of an account as logind knows them. Throws std::runtime_error when logind does
    // not answer in time.
    [[nodiscard]] virtual boost::asio::awaitable<std::vector<SessionInfo>> sessions(Uid uid) = 0;

    // Waits until the work on the revocation is done or was found not to be permitted, for ten
    // seconds at most.
    [[nodiscard]] virtual boost::asio::awaitable<RevocationCount> finished(std::uint64_t id) = 0;

    // How many sessions of the account a change that was committed now would end, but `own`.
    // Nothing where logind does not answer within a second.
    [[nodiscard]] virtual boost::asio::awaitable<std::optional<unsigned>> others_to_end(
        Uid uid, const std::string& own) = 0;

    [[nodiscard]] virtual std::vector<OutstandingRevocation> outstanding() const = 0;

    // Whether polkit refuses to let the newest revocation of the account end its sessions. Waits
    // for the first look at them, a quarter of a second at most; false where nothing is known by
    // then.
    [[nodiscard]] virtual boost::asio::awaitable<bool> not_permitted(Uid uid) = 0;

    // Somebody is let in: `leader` (a pid) is about to open a session for them. Where it proved a
    // password, of this epoch, the session that turns up after a change ends.
    virtual void remember_logon(const UserName& user, Uid uid, pid_t leader,
                                std::optional<std::uint64_t> epoch, const std::string& service) = 0;
    // Comes back when a session of the account may be opened: while its user manager is being told
    // to end, logind would end the session with it. After a second at the latest.
    [[nodiscard]] virtual boost::asio::awaitable<void> may_open_session(Uid uid) = 0;

    // The logind session of a process, or "" where it has none or logind does not say in time.
    [[nodiscard]] virtual boost::asio::awaitable<std::string> session_of(pid_t process) = 0;
};

}  // namespace ramd
