// SPDX-License-Identifier: LGPL-2.1-or-later
// May this account log on now? With a ticket (the password was proved) everything counts; without
// one (a key, cron, root's su) only Status, orphaned, idleness and network, and expiry where
// ExpiryStopsKeyLogon says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

enum class Verdict { ok, change_required, refused };

struct CheckedAccount {
    Verdict verdict = Verdict::refused;
    std::optional<ramauth::Code> reason;  // set unless ok
    std::string message;                  // for the person: a reason, or news when ok; may be empty
    bool change_required = false;
    std::uint64_t epoch = 0;
    std::optional<std::uint32_t> session_seconds;  // of a session: how long it may live
};

class AccountChecker {
public:
    explicit AccountChecker(LoginServices& services) : services_(services) {}

    // Refusal: no profile, or an unknown ticket. `ok` with a ticket is recorded as the successful
    // password logon; that the record cannot be written does not refuse it.
    [[nodiscard]] std::variant<CheckedAccount, ramauth::Refusal> check(const UserName& user,
                                                                       const Request& request);

private:
    LoginServices& services_;
};

// The session stage: compares the epoch that the logon proved with the present one, and remembers
// the leader for sessions that turn up later.
class SessionGate {
public:
    explicit SessionGate(LoginServices& services) : services_(services) {}

    [[nodiscard]] boost::asio::awaitable<std::variant<CheckedAccount, ramauth::Refusal>> open(
        const UserName& user, const Request& request);

private:
    LoginServices& services_;
};

}  // namespace ramd
