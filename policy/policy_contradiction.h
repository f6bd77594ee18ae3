// SPDX-License-Identifier: LGPL-2.1-or-later
// Fields of the password policy that are each within their range and cannot stand beside each
// other: no password could meet them, or nobody could ever change one.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "policy/password_policy.h"

namespace ramauth::policy {

struct Contradiction {
    std::array<std::string_view, 2> fields;  // of which either may be the one to blame
    std::string sentence;
};

// The first that is found. Without one, a password that meets the policy exists for every user,
// and `generate_password` finds it.
[[nodiscard]] std::optional<Contradiction> find_contradiction(const PasswordPolicy& policy);

}  // namespace ramauth::policy
