// SPDX-License-Identifier: LGPL-2.1-or-later
// Tries a typed password against a profile: at one cost and with one answer, whatever makes it
// wrong. What went wrong in ramd itself is a refusal of its own, and never a wrong password.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <string>
#include <variant>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

struct RightPassword {
    Secret normalised;
};
struct WrongPassword {
    std::string why;  // for the journal alone
};

// A confirmed wrong one has been counted (guess_gate.h).
using PasswordAnswer = std::variant<RightPassword, WrongPassword, ramauth::Refusal>;

[[nodiscard]] boost::asio::awaitable<PasswordAnswer> check_typed_password(LoginServices& services,
                                                                          const Profile& profile,
                                                                          const Secret& typed,
                                                                          const Request& request);

// What a caller is told where the pool gave no hash or no verdict.
[[nodiscard]] ramauth::Refusal refusal_of(Busy);
[[nodiscard]] ramauth::Refusal refusal_of(Abandoned);
[[nodiscard]] ramauth::Refusal refusal_of(NoMemory);

}  // namespace ramd
