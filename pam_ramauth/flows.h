// SPDX-License-Identifier: LGPL-2.1-or-later
// What each entry point does. Each returns a PAM code and may throw; the barrier is in module.cpp.
#pragma once

#include "pam_ramauth/invocation.h"

namespace ramauth::pam {

[[nodiscard]] int authenticate(Invocation& call);
[[nodiscard]] int set_credentials(Invocation& call);
[[nodiscard]] int check_account(Invocation& call);
[[nodiscard]] int change_password(Invocation& call);
[[nodiscard]] int open_session(Invocation& call);
[[nodiscard]] int close_session(Invocation& call);

}  // namespace ramauth::pam
