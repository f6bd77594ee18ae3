// SPDX-License-Identifier: LGPL-2.1-or-later
// Passwords that may not come back: the present one never, earlier ones as far as
// PasswordReusePrevention says. Each hash is one job of the pool, so that nobody's logon waits for
// more than one; the first hit ends it.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

// password_reused, or why it cannot be known. A hash that cannot be read does not stand in the way
// of a new password. The password before a reset code may not come back with it, whatever the
// policy says. `old`: the present password, where it has just been proved; null: ask its hash.
[[nodiscard]] boost::asio::awaitable<std::optional<ramauth::Refusal>> refuse_reused(
    LoginServices& services, const Profile& profile, const Secret& normalised, const Secret* old,
    const Request& request);

// The present hash becomes the newest of the history and `replacement` takes its place; what is
// more than the policy remembers is forgotten. A reset code is no password: it goes and leaves
// nothing. From where the user came before is forgotten: "adaptive" asks again.
void replace_hash(Profile& profile, PasswordHash replacement, unsigned remembered);

}  // namespace ramd
