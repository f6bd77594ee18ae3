// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/password_policy.h"

#include <algorithm>
#include <array>

#include "policy/field_refusal.h"
#include "policy/policy_contradiction.h"

namespace ramauth::policy {
namespace {

using P = PasswordPolicy;

// Names and ranges: MODEL.md, section 3, in its order.
constexpr std::array fields{
    PolicyField{"MinimumPasswordLength", &P::minimum_password_length, 8, 128},
    PolicyField{"MaximumPasswordLength", &P::maximum_password_length, 8, 128},
    PolicyField{"RequireLowercaseCharacters", &P::require_lowercase_characters},
    PolicyField{"RequireUppercaseCharacters", &P::require_uppercase_characters},
    PolicyField{"RequireNumbers", &P::require_numbers},
    PolicyField{"RequireSymbols", &P::require_symbols},
    PolicyField{"MinimumCharacterClasses", &P::minimum_character_classes, 0, 4},
    PolicyField{"MinimumPasswordDifferentCharacter", &P::minimum_password_different_character, 0,
                8},
    PolicyField{"MaximumConsecutiveIdenticalCharacters",
                &P::maximum_consecutive_identical_characters, 0, 32},
    PolicyField{"MinimumChangedCharacters", &P::minimum_changed_characters, 0, 32},
    PolicyField{"PasswordNotContainUserName", &P::password_not_contain_user_name},
    PolicyField{"PasswordReusePrevention", &P::password_reuse_prevention, 0, 24},
    PolicyField{"MinimumPasswordAge", &P::minimum_password_age, 0, 10080},
    PolicyField{"MaxPasswordAge", &P::max_password_age, 0, 1095},
    PolicyField{"PasswordExpireWarning", &P::password_expire_warning, 0, 90},
    PolicyField{"HardExpire", &P::hard_expire},
    PolicyField{"InitialPasswordAge", &P::initial_password_age, 0, 90},
    PolicyField{"MaxLoginAttempts", &P::max_login_attempts, 0, 32},
    PolicyField{"LoginAttemptsWindow", &P::login_attempts_window, 1, 1440},
    PolicyField{"LockoutDuration", &P::lockout_duration, 0, 10080},
    PolicyField{"MaxConsecutiveFailures", &P::max_consecutive_failures, 0, 100},
    PolicyField{"InterceptRiskPasswordOnApi", &P::intercept_risk_password_on_api},
    PolicyField{"WeakListRequired", &P::weak_list_required},
};

consteval const PolicyField& field(std::string_view name) {
    for (const auto& known : fields)
        if (known.name == name) return known;
    throw "no such field";
}

// Whatever the maximum length is, there is room for one character of each class and for as many
// different ones as can be asked for. Should a range grow, policy_contradiction.cpp has to refuse.
static_assert(field("MinimumCharacterClasses").maximum <= field("MaximumPasswordLength").minimum);
static_assert(field("MinimumPasswordDifferentCharacter").maximum <=
              field("MaximumPasswordLength").minimum);

Refusal wrong_type(const PolicyField& field) {
    const bool is_flag = std::holds_alternative<FlagField>(field.member);
    return wrong_format(field.name, is_flag ? "true or false" : "a whole number");
}

std::optional<Refusal> assign(PasswordPolicy& policy, const PolicyField& field,
                              const PolicyValue& value) {
    if (const auto* flag = std::get_if<FlagField>(&field.member)) {
        const bool* wanted = std::get_if<bool>(&value);
        if (wanted == nullptr) return wrong_type(field);
        policy.*(*flag) = *wanted;
        return std::nullopt;
    }
    const unsigned* wanted = std::get_if<unsigned>(&value);
    if (wanted == nullptr) return wrong_type(field);
    if (*wanted < field.minimum || *wanted > field.maximum)
        return out_of_range(field.name, field.minimum, field.maximum, *wanted);
    policy.*std::get<NumberField>(field.member) = *wanted;
    return std::nullopt;
}

// Names the field that was changed, so that whoever changed it knows where to look.
Refusal refusal_of(const Contradiction& found, std::span<const PolicyChange> changes) {
    const auto is_changed = [&changes](std::string_view name) {
        return std::any_of(changes.begin(), changes.end(),
                           [name](const PolicyChange& change) { return change.field == name; });
    };
    const auto* blamed = std::find_if(found.fields.begin(), found.fields.end(), is_changed);
    if (blamed == found.fields.end()) blamed = found.fields.begin();
    return {Code::parameter_range, found.sentence, std::string(*blamed)};
}

}  // namespace

std::span<const PolicyField> policy_fields() {
    return fields;
}

PolicyValue value_of(const PasswordPolicy& policy, const PolicyField& field) {
    return std::visit([&policy](auto member) { return PolicyValue(policy.*member); }, field.member);
}

std::optional<Refusal> apply(PasswordPolicy& policy, std::span<const PolicyChange> changes) {
    if (changes.empty()) return nothing_to_change();
    PasswordPolicy changed = policy;
    for (const auto& change : changes) {
        const auto* field = std::find_if(
            fields.begin(), fields.end(),
            [&change](const PolicyField& known) { return known.name == change.field; });
        if (field == fields.end()) return unknown_field(change.field, "the policy");
        if (auto refusal = assign(changed, *field, change.value)) return refusal;
    }
    if (const auto found = find_contradiction(changed)) return refusal_of(*found, changes);
    policy = changed;
    return std::nullopt;
}

}  // namespace ramauth::policy
