// SPDX-License-Identifier: LGPL-2.1-or-later
// A change of a password, own or an administrator's, that is made once for its nonce: who lost the
// answer and asks again learns what became of it, from the book or, after a restart, from the
// record. The same nonce may be tried again where nothing was decided.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>

#include "ramd/login/login_services.h"
#include "ramd/login/nonce_book.h"

namespace ramd {

using MakeChange = std::function<boost::asio::awaitable<ChangeOutcome>()>;

// The nonce is the request's; without one the change is simply made. Everything outlives the wait.
[[nodiscard]] boost::asio::awaitable<ChangeOutcome> change_once(LoginServices& services,
                                                                NonceBook& nonces,
                                                                const UserName& user,
                                                                const Request& request,
                                                                const MakeChange& make);

// What the record that a change writes keeps as last_change_nonce.
[[nodiscard]] std::string stored_nonce(const Request& request);

}  // namespace ramd
