// SPDX-License-Identifier: LGPL-2.1-or-later
// The password policy as a dictionary, made from the one table of its fields, and the rules of it
// that a password breaks.
#pragma once

#include <variant>
#include <vector>

#include "ramd/login/policy_manager.h"
#include "ramd/login/profile_manager.h"
#include "shared/bus_handles.h"
#include "shared/error_code.h"

namespace ramd {

void encode_policy(sd_bus_message* reply, const ramauth::policy::PasswordPolicy& policy);

// a(ss): code and sentence of each.
void encode_broken_rules(sd_bus_message* reply,
                         const std::vector<ramauth::policy::BrokenRule>& rules);

using PolicyChanges = std::vector<ramauth::policy::PolicyChange>;

// Refuses an unknown field, one that comes twice and a value of a wrong type. Ranges are the
// policy's to judge.
[[nodiscard]] std::variant<PolicyChanges, ramauth::Refusal> decode_policy(sd_bus_message* message);

}  // namespace ramd
