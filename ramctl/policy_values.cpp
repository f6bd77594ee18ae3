// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/policy_values.h"

#include <algorithm>

namespace ramctl {
namespace {

namespace policy = ramauth::policy;

void read_member(const Fields& fields, std::string_view name, unsigned& into) {
    const Value* value = fields.find(name);
    if (value == nullptr) return;
    if (const auto* number = std::get_if<std::uint32_t>(value)) into = *number;
}

void read_member(const Fields& fields, std::string_view name, bool& into) {
    const Value* value = fields.find(name);
    if (value == nullptr) return;
    if (const auto* flag = std::get_if<bool>(value)) into = *flag;
}

struct ToValue {
    template <typename T>
    Value operator()(const T& value) const {
        return value;
    }
};

template <typename Known>
Fields in_order(const Fields& fields, const Known& known) {
    Fields ordered;
    for (const auto& field : known) {
        if (const Value* value = fields.find(field.name))
            ordered.add(std::string(field.name), *value);
    }
    for (const auto& field : fields) {
        const bool is_known = std::any_of(known.begin(), known.end(), [&field](const auto& other) {
            return other.name == field.name;
        });
        if (!is_known) ordered.add(field.name, field.value);
    }
    return ordered;
}

}  // namespace

policy::PasswordPolicy policy_of(const Fields& fields) {
    policy::PasswordPolicy read;
    for (const auto& field : policy::policy_fields())
        std::visit([&](auto member) { read_member(fields, field.name, read.*member); },
                   field.member);
    return read;
}

Fields fields_of(const policy::PasswordPolicy& policy) {
    Fields fields;
    for (const auto& field : policy::policy_fields())
        fields.add(std::string(field.name), std::visit(ToValue{}, value_of(policy, field)));
    return fields;
}

Fields fields_of(std::span<const policy::PreferenceChange> changes) {
    Fields fields;
    for (const auto& change : changes)
        fields.add(std::string(change.field), std::visit(ToValue{}, change.value));
    return fields;
}

Fields policy_in_order(const Fields& fields) {
    return in_order(fields, policy::policy_fields());
}

Fields preference_in_order(const Fields& fields) {
    return in_order(fields, policy::preference_fields());
}

}  // namespace ramctl
