// SPDX-License-Identifier: LGPL-2.1-or-later
// Fields of the policy and of the preference for people: "60 min", "never", "any".
#pragma once

#include <string>

#include "ramctl/environment.h"

namespace ramctl {

[[nodiscard]] std::string setting_text(std::string_view field, const Value& value);

// One table, or with --json one document.
void print_settings(Environment& environment, const Fields& settings);

// What an administrator should think about again, a line each on standard error.
void print_policy_warnings(Environment& environment, const Fields& policy);

}  // namespace ramctl
