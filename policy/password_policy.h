// SPDX-License-Identifier: LGPL-2.1-or-later
// The password policy of the host (MODEL.md, section 3): its fields, their ranges and defaults.
// `policy_fields` is the one table that the store, the bus and the documents are made from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/error_code.h"

namespace ramauth::policy {

struct PasswordPolicy {
    unsigned minimum_password_length = 8;  // code points after NFC
    unsigned maximum_password_length = 128;
    bool require_lowercase_characters = false;
    bool require_uppercase_characters = false;
    bool require_numbers = false;
    bool require_symbols = false;
    unsigned minimum_character_classes = 0;
    unsigned minimum_password_different_character = 0;
    unsigned maximum_consecutive_identical_characters = 0;  // 0 = off
    unsigned minimum_changed_characters = 0;                // 0 = off
    bool password_not_contain_user_name = false;
    unsigned password_reuse_prevention = 0;  // previous passwords that are remembered
    unsigned minimum_password_age = 0;       // minutes
    unsigned max_password_age = 0;           // days; 0 = never expires
    unsigned password_expire_warning = 14;   // days
    bool hard_expire = false;
    unsigned initial_password_age = 14;   // days; 0 = off
    unsigned max_login_attempts = 0;      // failures in the window that lock; 0 = off
    unsigned login_attempts_window = 60;  // minutes
    unsigned lockout_duration = 60;       // minutes; 0 = until an administrator unlocks
    // Failures in a row, however far apart, that lock until an administrator unlocks; 0 = off.
    // Not in the cloud's tables: NIST SP 800-63B-4, section 3.2.2, bounds the row and not a rate.
    unsigned max_consecutive_failures = 0;
    bool intercept_risk_password_on_api = false;
    bool weak_list_required = false;

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
// An empty list is refused as parameter_format of the field "Changes". So is, as parameter_range
// of the field that contradicts, a policy that no password could meet or whose minimum age is
// longer than its maximum.
[[nodiscard]] std::optional<Refusal> apply(PasswordPolicy& policy,
                                           std::span<const PolicyChange> changes);

// What an administrator should think about again, a sentence each: nothing that is refused.
[[nodiscard]] std::vector<std::string> warnings(const PasswordPolicy& policy);

}  // namespace ramauth::policy
