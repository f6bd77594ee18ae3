// SPDX-License-Identifier: LGPL-2.1-or-later
// Policies, users and passwords for property tests: any that `apply` takes, often at the ends of
// the ranges, and alphabets so small that rules meet.
#pragma once

#include <random>
#include <string>

#include "policy/password_policy.h"

namespace ramauth::policy {

inline unsigned random_number(std::mt19937& random, unsigned minimum, unsigned maximum) {
    switch (random() % 4) {
        case 0:
            return minimum;
        case 1:
            return maximum;
        default:
            return minimum + static_cast<unsigned>(random() % (maximum - minimum + 1));
    }
}

inline PasswordPolicy random_policy(std::mt19937& random) {
    for (;;) {
        PasswordPolicy policy;
        std::vector<PolicyChange> changes;
        for (const auto& field : policy_fields()) {
            if (std::holds_alternative<FlagField>(field.member))
                changes.push_back({field.name, random() % 2 == 0});
            else
                changes.push_back(
                    {field.name, random_number(random, field.minimum, field.maximum)});
        }
        if (!ramauth::policy::apply(policy, changes)) return policy;
    }
}

inline std::string random_text(std::mt19937& random, std::string_view alphabet,
                               std::size_t longest) {
    std::string text(random() % (longest + 1), ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    return text;
}

}  // namespace ramauth::policy
