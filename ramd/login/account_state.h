// SPDX-License-Identifier: LGPL-2.1-or-later
// What stands against every logon of an account, by whatever it was proved.
#pragma once

#include <optional>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

// Orphaned, Inactive, idle for too long (login_disabled as well), or from a network that is not
// allowed. Changes nothing.
[[nodiscard]] std::optional<ramauth::Code> reason_of_account(const LoginServices& services,
                                                             const Profile& profile,
                                                             const LogonContext& context);

}  // namespace ramd
