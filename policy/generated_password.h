// SPDX-License-Identifier: LGPL-2.1-or-later
// A password that ramd makes: it satisfies the policy by construction.
#pragma once

#include <cstddef>
#include <string_view>

#include "policy/password_policy.h"
#include "shared/secret.h"

namespace ramauth::policy {

// Fills a buffer with random bytes.
using RandomBytes = void (*)(void* into, std::size_t size);

// Printing ASCII without look-alikes, of 16 characters or what the policy's lengths ask for. Any
// policy that `apply` gave can be satisfied, whatever the user is called.
[[nodiscard]] Secret generate_password(const PasswordPolicy& policy, std::string_view user,
                                       RandomBytes random);

}  // namespace ramauth::policy
