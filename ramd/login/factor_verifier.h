// SPDX-License-Identifier: LGPL-2.1-or-later
// The second step of a logon or a change: what a ticket still wants, given with the ticket alone.
// Behind a public key, where no password was proved, it is the only step.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ramd/login/authenticator.h"
#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

struct SentCode {
    std::string to;                     // masked; empty where none was sent
    std::optional<std::uint32_t> wait;  // seconds until the next one: the last one is still good
};

class FactorVerifier {
public:
    explicit FactorVerifier(LoginServices& services) : services_(services) {}

    // uid 0 has seen a key of this user. The ticket is complete where nothing is due.
    [[nodiscard]] std::variant<Authenticated, ramauth::Refusal> begin(const UserName& user,
                                                                      Request request);

    // `way`: one of those that the ticket lists, or empty: whichever it is. A right code completes
    // the ticket; what is still wanted is returned.
    [[nodiscard]] boost::asio::awaitable<std::variant<std::vector<std::string>, ramauth::Refusal>>
    verify(Secret ticket, std::string way, Secret code, Request request);

    // `way`: "email", "sms", or empty: the first that the ticket lists and that works.
    [[nodiscard]] boost::asio::awaitable<std::variant<SentCode, ramauth::Refusal>> send_code(
        Secret ticket, std::string way, Request request);

private:
    LoginServices& services_;
};

}  // namespace ramd
