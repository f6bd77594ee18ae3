// SPDX-License-Identifier: LGPL-2.1-or-later
// Which sessions a change of the password ends, as logind knew them just before it: what a person
// is told of it. Nothing is decided by it; the revocation looks for itself.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

#include "ramd/login/request.h"

namespace ramd {

struct LoginServices;

// The session in which the change was asked for.
enum class AskingSession {
    unknown,  // logind did not say
    none,     // it was asked for outside any session of the account that a change ends
    ends,
    stays,  // KeepChangingSession spares it
};

struct EndingSessions {
    AskingSession asking = AskingSession::unknown;
    std::optional<unsigned> others;  // that end, but the asking one; nothing: logind did not say
    bool not_permitted = false;      // polkit says no: they stand
    friend bool operator==(const EndingSessions&, const EndingSessions&) = default;
};

struct SessionsBefore {
    std::string own;  // the logind session that asks, whosever it is; "" where it has none
    EndingSessions ending;
};

// Of the account `uid`. Waits for a second at most, whatever logind does; what it had said by then
// counts.
[[nodiscard]] boost::asio::awaitable<SessionsBefore> sessions_before(LoginServices& services,
                                                                     Uid uid,
                                                                     const Request& request);

// Of a change that was committed: polkit's no is known at once, and a person should hear of it.
[[nodiscard]] boost::asio::awaitable<void> note_permission(LoginServices& services, Uid uid,
                                                           EndingSessions& ending);

// The same where KeepChangingSession is on. `told`: the session that a believed caller named.
[[nodiscard]] EndingSessions sparing_the_asking(EndingSessions ending, const std::string& told);

}  // namespace ramd
