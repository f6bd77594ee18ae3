// SPDX-License-Identifier: LGPL-2.1-or-later
// The one place where an answer of ramd becomes a PAM code: BUS-API.md's table, which
// pam_ramauth(8) repeats. Never PAM_SUCCESS, never PAM_IGNORE.
#pragma once

#include "shared/error_code.h"

namespace ramauth::pam {

enum class Stage { auth, credentials, account, password, session };

[[nodiscard]] int pam_code(Code code, Stage stage);

// What a refused new password may be asked again for.
[[nodiscard]] bool another_password_may_do(Code code);

}  // namespace ramauth::pam
