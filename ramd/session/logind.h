// SPDX-License-Identifier: LGPL-2.1-or-later
// What ramd asks of logind (org.freedesktop.login1(5)), and of systemd about the user manager that
// logind starts. Every call comes back in bounded time,
// whatever state logind, polkit and the bus are in.
#pragma once

#include <sys/types.h>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/timestamp.h"
#include "shared/user_name.h"

namespace ramd {

// One row of ListSessions.
struct ListedSession {
    std::string id;
    ramauth::Uid uid;
    std::string user;
    std::string seat;
    std::string path;
};

// A session with its properties, read in one call so that they belong together.
struct LogindSession {
    std::string id;
    ramauth::Uid uid;
    std::string state;  // "opening", "online", "active", "closing"
    std::string session_class;
    pid_t leader = 0;
    std::string tty;
    std::string remote_host;
    std::string service;
    std::string scope;
    ramauth::Timestamp started = ramauth::never;
    std::uint64_t started_monotonic_us = 0;
    // Unique bus name of the logind that says so. Another one, after a restart, may give the id to
    // somebody else.
    std::string told_by;
};

// user@UID.service, as systemd has it (org.freedesktop.systemd1(5)).
struct UserManagerUnit {
    bool runs = false;
    bool ending = false;  // it was told to stop, and still runs
    std::uint64_t started_monotonic_us = 0;
};

struct LogindFailed {
    enum class Kind {
        silent,   // no bus, no logind, or no answer in time: the question stands
        denied,   // polkit says no, or there is no polkit
        gone,     // there is no such session or user (any more)
        refused,  // anything else
    };
    Kind kind = Kind::silent;
    std::string message;
};

template <class Value>
using LogindAnswer = std::variant<Value, LogindFailed>;
using LogindDone = std::optional<LogindFailed>;

class Logind {
public:
    virtual ~Logind() = default;

    [[nodiscard]] virtual boost::asio::awaitable<LogindAnswer<std::vector<ListedSession>>>
    list() = 0;
    [[nodiscard]] virtual boost::asio::awaitable<LogindAnswer<LogindSession>> describe(
        const ListedSession& session) = 0;
    // SIGTERM and no waiting; answers success without doing anything for a session in "closing".
    // Asks the very logind that described the session, and is `silent` where that is gone: one
    // logind never gives an id again while a session has it.
    [[nodiscard]] virtual boost::asio::awaitable<LogindDone> terminate(
        const LogindSession& session) = 0;
    // SIGKILL to every process in the session's scope, whatever its state; likewise.
    [[nodiscard]] virtual boost::asio::awaitable<LogindDone> kill_all(
        const LogindSession& session) = 0;
    // logind itself knows a user for ten seconds more (UserStopDelaySec).
    [[nodiscard]] virtual boost::asio::awaitable<LogindAnswer<UserManagerUnit>> user_manager(
        ramauth::Uid uid) = 0;
    // Ends the user manager with all its services, and every session there is. No waiting.
    [[nodiscard]] virtual boost::asio::awaitable<LogindDone> terminate_user(ramauth::Uid uid) = 0;
    // The id of the session that the process stands in; LogindFailed::gone where it has none.
    [[nodiscard]] virtual boost::asio::awaitable<LogindAnswer<std::string>> session_of(
        pid_t process) = 0;
    // `seen` is called from the loop whenever a session was opened, whosever it is. One listener;
    // nullptr ends it.
    virtual void on_session_new(std::function<void()> seen) = 0;
};

}  // namespace ramd
