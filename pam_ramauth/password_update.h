// SPDX-License-Identifier: LGPL-2.1-or-later
// The second pass of a password change: asks for the new password, commits it at most once, and
// never says "unchanged" where that is not known.
#pragma once

#include "pam_ramauth/account_gate.h"
#include "pam_ramauth/invocation.h"

namespace ramauth::pam {

// By the plan that the first pass has left.
[[nodiscard]] int commit_change(Invocation& call, const Account& account);

void tell_terminal_is_needed(const Invocation& call);

}  // namespace ramauth::pam
