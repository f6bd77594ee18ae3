// SPDX-License-Identifier: LGPL-2.1-or-later
// Is the password right? At one cost and with one answer otherwise; why a right password may not go
// on is the account check's to say. Then: which second factor is wanted beside it.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <string>
#include <variant>
#include <vector>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

struct Authenticated {
    Secret ticket;
    std::vector<std::string> next;  // what is still wanted; empty = done
    std::string message;            // news for the person; may be empty
};

class Authenticator {
public:
    explicit Authenticator(LoginServices& services) : services_(services) {}

    // `password`: what came over the wire; nothing where it was no valid secret text, which counts
    // as a wrong password at full cost.
    [[nodiscard]] boost::asio::awaitable<std::variant<Authenticated, ramauth::Refusal>>
    authenticate(UserName user, Secret password, Request request);

private:
    LoginServices& services_;
};

}  // namespace ramd
