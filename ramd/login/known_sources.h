// SPDX-License-Identifier: LGPL-2.1-or-later
// The remote sources from which a user was let in, by password or key: what others did to the
// user's curve of pauses does not keep a guess from there waiting. Local logons change nothing.
#pragma once

#include <string>

#include "ramd/login/request.h"
#include "ramd/store/profile.h"

namespace ramd {

// The address where one is known, else the name; empty for a local logon.
[[nodiscard]] const std::string& remote_of(const LogonContext& context);

[[nodiscard]] bool is_known_source(const Profile& profile, const LogonContext& context);
void remember_source(Profile& profile, const LogonContext& context);

}  // namespace ramd
