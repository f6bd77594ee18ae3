// SPDX-License-Identifier: LGPL-2.1-or-later
// FIELD=VALUE of the command line. ramd knows the fields and their ranges; here only the form of
// the text counts, and of the preference which fields are lists (comma separated; empty: none).
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "ramctl/fields.h"
#include "shared/error_code.h"

namespace ramctl {

using Assignments = std::variant<Fields, ramauth::Refusal>;

[[nodiscard]] Assignments policy_assignments(const std::vector<std::string>& words);
[[nodiscard]] Assignments preference_assignments(const std::vector<std::string>& words);

}  // namespace ramctl
