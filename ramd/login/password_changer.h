// SPDX-License-Identifier: LGPL-2.1-or-later
// A user's own change, forced or not: proof first, then the rules, then one transaction with the
// revocation of their sessions. A repeated nonce is answered with the stored outcome.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <variant>

#include "ramd/login/login_services.h"
#include "ramd/login/nonce_book.h"
#include "shared/error_code.h"

namespace ramd {

struct PasswordProof {
    Secret password;
};
struct TicketProof {
    Secret ticket;
};
using Proof = std::variant<PasswordProof, TicketProof>;

class PasswordChanger {
public:
    explicit PasswordChanger(LoginServices& services) : services_(services) {}

    [[nodiscard]] boost::asio::awaitable<std::variant<PasswordChanged, ramauth::Refusal>> change(
        UserName user, Proof proof, Secret new_password, Request request);

private:
    LoginServices& services_;
    NonceBook nonces_;
};

}  // namespace ramd
