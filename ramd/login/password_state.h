// SPDX-License-Identifier: LGPL-2.1-or-later
// What the life of a password means for the person who has just proved it.
#pragma once

#include <optional>
#include <string>

#include "policy/life_cycle.h"
#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

[[nodiscard]] ramauth::policy::PasswordVerdict judge_now(const LoginServices& services,
                                                         const Profile& profile);

// The user has to change the password, and may.
[[nodiscard]] bool forces_change(ramauth::policy::PasswordVerdict verdict);
// Only an administrator's reset helps.
[[nodiscard]] bool needs_administrator(ramauth::policy::PasswordVerdict verdict);

// Why the password alone does not let the user in; nothing where it does.
[[nodiscard]] std::optional<ramauth::Code> reason_of(ramauth::policy::PasswordVerdict verdict);

// Why this user may not change the password, told to one who has proved it: Inactive, only an
// administrator can, AllowUserToChangePassword, MinimumPasswordAge. A forced change is neither a
// matter of leave nor of age.
[[nodiscard]] std::optional<ramauth::Refusal> refuse_change(const LoginServices& services,
                                                            const Profile& profile);

// "Your password expires in 3 days."; empty where that is not near.
[[nodiscard]] std::string expiry_news(const LoginServices& services, const Profile& profile);

}  // namespace ramd
