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
