// SPDX-License-Identifier: LGPL-2.1-or-later
// Between the dictionaries of the contract and the value types of policy/. A field that this
// ramctl does not know stays in the dictionaries, behind the others.
#pragma once

#include "policy/presets.h"
#include "ramctl/fields.h"

namespace ramctl {

// What `fields` does not name has its default.
[[nodiscard]] ramauth::policy::PasswordPolicy policy_of(const Fields& fields);

[[nodiscard]] Fields fields_of(const ramauth::policy::PasswordPolicy& policy);
[[nodiscard]] Fields fields_of(std::span<const ramauth::policy::PreferenceChange> changes);

// In the order of MODEL.md.
[[nodiscard]] Fields policy_in_order(const Fields& fields);
[[nodiscard]] Fields preference_in_order(const Fields& fields);

}  // namespace ramctl
