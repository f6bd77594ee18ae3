// SPDX-License-Identifier: LGPL-2.1-or-later
// Every stage's first step: can this account be one of ours at all? Answers without ramd, so that
// nobody else's logon depends on it; and never turns "I cannot tell" into "no".
#pragma once

#include <variant>

#include "pam_ramauth/invocation.h"

namespace ramauth::pam {

struct Account {
    UserName name;
    Uid uid;
};

// An account that ramd must be asked about, or the PAM code to return at once.
[[nodiscard]] std::variant<Account, int> find_account(const Invocation& call);

[[nodiscard]] LogonContext logon_context(const Invocation& call, const Account& account);

// ProgrammaticServices (cron, at, user managers): nothing here may stop what runs without a person.
[[nodiscard]] bool runs_without_a_person(const Invocation& call);

}  // namespace ramauth::pam
