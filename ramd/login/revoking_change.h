// SPDX-License-Identifier: LGPL-2.1-or-later
// A change after which the user's sessions end: the new record, the raised epoch and the revocation
// are one transaction; the work on the sessions begins when it is durable.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <variant>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

struct RevokingChange {
    const Profile& profile;  // as it is to be, of the version that was read
    bool erase = false;      // the profile goes; its device is kept, unless it is orphaned
    std::string reason;      // as in Revocation
    std::string last_session = {};
    // False where the uid may be another account's by now: nobody's sessions end.
    bool sessions = true;
    // When the account went, where that is the change: what opened since is another's.
    std::optional<Timestamp> account_removed = std::nullopt;
    bool by_user = false;  // the user changed the own password: KeepChangingSession counts
};

// Refuses with concurrent_modification where the record was written meanwhile, and with
// service_failure where there is no room.
[[nodiscard]] std::variant<Committed, ramauth::Refusal> commit_and_revoke(
    LoginServices& services, const RevokingChange& change, const Request* request);

// The logind session in which the change was asked for, "" where it has none.
[[nodiscard]] boost::asio::awaitable<std::string> asking_session(LoginServices& services,
                                                                 const Request& request);

}  // namespace ramd
