// SPDX-License-Identifier: LGPL-2.1-or-later
// Where a new password comes from: a module before us (`use_authtok`), or the person, who types it
// twice.
#pragma once

#include <optional>

#include "pam_ramauth/invocation.h"

namespace ramauth::pam {

inline constexpr int tries_for_new_password = 3;

enum class Asked { given, did_not_match, no_answer };

struct NewPassword {
    Asked asked = Asked::no_answer;
    Secret password;
};

// Tells the person when the two did not match.
[[nodiscard]] NewPassword ask_new_password(const Invocation& call);

// For an account that is not ours: the modules behind us have `use_authtok` and need a new password
// from whoever is first in the stack. The code for the second pass of pam_chauthtok(3).
[[nodiscard]] int provide_new_password(const Invocation& call);

}  // namespace ramauth::pam
