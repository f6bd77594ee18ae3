// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/password_policy.h"

#include <algorithm>
#include <array>

namespace ramauth::policy {
namespace {

constexpr std::array fields{
    PolicyField{"MinimumPasswordLength", &PasswordPolicy::minimum_password_length, 8, 128},
    PolicyField{"MaxPasswordAge", &PasswordPolicy::max_password_age, 0, 1095},
    PolicyField{"PasswordExpireWarning", &PasswordPolicy::password_expire_warning, 0, 90},
    PolicyField{"HardExpire", &PasswordPolicy::hard_expire},
    PolicyField{"InitialPasswordAge", &PasswordPolicy::initial_password_age, 0, 90},
};

// An unknown name comes from outside and becomes a part of the error's name, where nothing but
// letters and digits may stand.
bool fits_error_name(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    return !name.empty() && name.size() <= 64 && is_letter(name.front()) &&
           std::all_of(name.begin(), name.end(),
                       [&is_letter](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

Refusal unknown_field(std::string_view name) {
    if (!fits_error_name(name))
        return {Code::parameter_format, "A field of the policy has a name of letters.", "Changes"};
    return {Code::parameter_format, std::string(name).append(" is not a field of the policy."),
            std::string(name)};
}

Refusal wrong_type(const PolicyField& field) {
    const bool is_flag = std::holds_alternative<FlagField>(field.member);
    return {Code::parameter_format,
            std::string(field.name).append(is_flag ? " is true or false." : " is a whole number."),
            std::string(field.name)};
}

Refusal out_of_range(const PolicyField& field, unsigned value) {
    return {Code::parameter_range,
            std::string(field.name)
                .append(" must be between ")
                .append(std::to_string(field.minimum))
                .append(" and ")
                .append(std::to_string(field.maximum))
                .append("; this is ")
                .append(std::to_string(value))
                .append("."),
            std::string(field.name)};
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
    if (*wanted < field.minimum || *wanted > field.maximum) return out_of_range(field, *wanted);
    policy.*std::get<NumberField>(field.member) = *wanted;
    return std::nullopt;
}

}  // namespace

std::span<const PolicyField> policy_fields() {
    return fields;
}

PolicyValue value_of(const PasswordPolicy& policy, const PolicyField& field) {
    return std::visit([&policy](auto member) { return PolicyValue(policy.*member); }, field.member);
}

std::optional<Refusal> apply(PasswordPolicy& policy, std::span<const PolicyChange> changes) {
    if (changes.empty())
        return Refusal{Code::parameter_format, "Name at least one field to change.", "Changes"};
    PasswordPolicy changed = policy;
    for (const auto& change : changes) {
        const auto* field = std::find_if(
            fields.begin(), fields.end(),
            [&change](const PolicyField& known) { return known.name == change.field; });
        if (field == fields.end()) return unknown_field(change.field);
        if (auto refusal = assign(changed, *field, change.value)) return refusal;
    }
    policy = changed;
    return std::nullopt;
}

}  // namespace ramauth::policy
