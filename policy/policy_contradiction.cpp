// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/policy_contradiction.h"

namespace ramauth::policy {
namespace {

constexpr unsigned minutes_of_a_day = 24 * 60;

// The sentence for a minimum that is above its maximum, each with its unit.
Contradiction above(std::string_view minimum, const std::string& least, std::string_view maximum,
                    const std::string& most, std::string_view reason) {
    return {{minimum, maximum},
            std::string(minimum)
                .append(" (")
                .append(least)
                .append(") is more than ")
                .append(maximum)
                .append(" (")
                .append(most)
                .append("): ")
                .append(reason)
                .append(".")};
}

// Classes and different characters need eight characters at most, which every maximum leaves room
// for (password_policy.cpp asserts it); what must differ from the old password may be longer.
std::optional<Contradiction> of_lengths(const PasswordPolicy& policy) {
    const unsigned most = policy.maximum_password_length;
    if (policy.minimum_password_length > most)
        return above("MinimumPasswordLength", std::to_string(policy.minimum_password_length),
                     "MaximumPasswordLength", std::to_string(most), "no password could meet both");
    if (policy.minimum_changed_characters > most)
        return above("MinimumChangedCharacters", std::to_string(policy.minimum_changed_characters),
                     "MaximumPasswordLength", std::to_string(most),
                     "no password could differ that much from the one before");
    return std::nullopt;
}

std::optional<Contradiction> of_ages(const PasswordPolicy& policy) {
    if (policy.max_password_age == 0) return std::nullopt;
    if (policy.minimum_password_age <= policy.max_password_age * minutes_of_a_day)
        return std::nullopt;
    return above("MinimumPasswordAge", std::to_string(policy.minimum_password_age) + " min",
                 "MaxPasswordAge", std::to_string(policy.max_password_age) + " d",
                 "a password would expire before its user may change it");
}

}  // namespace

std::optional<Contradiction> find_contradiction(const PasswordPolicy& policy) {
    if (auto found = of_lengths(policy)) return found;
    return of_ages(policy);
}

}  // namespace ramauth::policy
