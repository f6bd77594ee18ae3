// SPDX-License-Identifier: LGPL-2.1-or-later
// The password policy of the host (MODEL.md, section 3): its fields, their ranges and defaults.
// `policy_fields` is the one table that the store, the bus and the documents are made from.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/error_code.h"

namespace ramauth::policy {

struct PasswordPolicy {
    unsigned minimum_password_length = 8;   // code points after NFC
    unsigned max_password_age = 0;          // days; 0 = never expires
    unsigned password_expire_warning = 14;  // days
    bool hard_expire = false;
    unsigned initial_password_age = 14;  // days; 0 = off

    friend bool operator==(const PasswordPolicy&, const PasswordPolicy&) = default;
};

using NumberField = unsigned PasswordPolicy::*;
using FlagField = bool PasswordPolicy::*;

struct PolicyField {
    std::string_view name;  // as in MODEL.md
    std::variant<NumberField, FlagField> member;
    unsigned minimum = 0;  // of numbers only
    unsigned maximum = 0;
};

[[nodiscard]] std::span<const PolicyField> policy_fields();

using PolicyValue = std::variant<unsigned, bool>;

struct PolicyChange {
    std::string_view field;
    PolicyValue value;
};

[[nodiscard]] PolicyValue value_of(const PasswordPolicy& policy, const PolicyField& field);

// Applies all of `changes` or none. Refuses an unknown field or a value of the wrong type with
// parameter_format, and a value out of range with parameter_range; the sentence names the range.
// An empty list is refused as parameter_format of the field "Changes".
[[nodiscard]] std::optional<Refusal> apply(PasswordPolicy& policy,
                                           std::span<const PolicyChange> changes);

}  // namespace ramauth::policy
