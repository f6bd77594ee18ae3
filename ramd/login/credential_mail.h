// SPDX-License-Identifier: LGPL-2.1-or-later
// Mails that carry a credential to its owner. They are handed over before it is committed: where
// that fails nothing is changed, and where the commit fails the credential in the mail is good for
// nothing and the one before it stays good.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

// The address, masked; service_failure where the mail was not taken over.
using Mailed = std::variant<std::string, ramauth::Refusal>;

// Before anything is made: there is no address, or nothing that mails.
[[nodiscard]] std::optional<ramauth::Refusal> refuse_mail(const LoginServices& services,
                                                          std::string_view address);

// What they name outlives the wait.
[[nodiscard]] boost::asio::awaitable<Mailed> mail_reset_code(LoginServices& services,
                                                             const Profile& profile,
                                                             const Secret& code, Timestamp until,
                                                             const Request& request);
[[nodiscard]] boost::asio::awaitable<Mailed> mail_password(LoginServices& services,
                                                           const UserName& user,
                                                           std::string_view address,
                                                           const Secret& password,
                                                           const Request& request);

}  // namespace ramd
