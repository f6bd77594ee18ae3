// SPDX-License-Identifier: LGPL-2.1-or-later
// What a password means now (MODEL.md, sections 2 and 3): initial or not, expired or not. Pure:
// the present time comes in.
#pragma once

#include <optional>

#include "policy/password_policy.h"
#include "shared/timestamp.h"

namespace ramauth::policy {

enum class PasswordStatus { not_initial, initial_valid, initial_expired };

// What the store keeps about a password's life.
struct PasswordLife {
    bool initial = true;
    bool reset_required = false;
    Timestamp changed = never;  // when it was set, by whomever
};

enum class PasswordEvent {
    created,                 // with the profile, also when a cleared one is created again
    reset_by_administrator,  // set anew; before the first logon it stays initial
    changed_by_user,         // forced or not
    logon_let_in,            // by the account stage, with the password
};

// What becomes of the life. Whether a created or reset one is to be changed at the next logon is
// its maker's to say: created ones are not, reset ones are as they were.
[[nodiscard]] PasswordLife after(const PasswordLife& life, PasswordEvent event, Timestamp now);

// The earliest moment at which the password has expired, under the policy in force: the shorter of
// InitialPasswordAge (for an initial one) and MaxPasswordAge. `never` where neither counts.
[[nodiscard]] Timestamp expires_at(const PasswordLife& life, const PasswordPolicy& policy);

[[nodiscard]] PasswordStatus password_status(const PasswordLife& life, const PasswordPolicy& policy,
                                             Timestamp now);

enum class PasswordVerdict {
    usable,
    expires_soon,     // within PasswordExpireWarning
    reset_required,   // must be changed at this logon
    expired,          // must be changed at this logon
    initial_expired,  // only an administrator's reset helps
    hard_expired,     // only an administrator's reset helps
};

[[nodiscard]] PasswordVerdict judge(const PasswordLife& life, const PasswordPolicy& policy,
                                    Timestamp now);

}  // namespace ramauth::policy
