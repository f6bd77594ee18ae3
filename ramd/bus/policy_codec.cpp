// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/policy_codec.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "ramd/bus/message.h"
#include "ramd/bus/secret_argument.h"

namespace ramd {
namespace {

using namespace ramauth::policy;
using ramauth::Refusal;

const PolicyField* find_field(std::string_view name) {
    const auto fields = policy_fields();
    const auto at = std::find_if(fields.begin(), fields.end(),
                                 [name](const PolicyField& field) { return field.name == name; });
    return at == fields.end() ? nullptr : &*at;
}

std::optional<PolicyValue> read_value(DictionaryReader& entry, const PolicyField& field) {
    if (std::holds_alternative<NumberField>(field.member)) return entry.number();
    return entry.flag();
}

}  // namespace

void encode_policy(sd_bus_message* reply, const PasswordPolicy& policy) {
    DictionaryWriter out(reply);
    for (const PolicyField& field : policy_fields()) {
        const std::string name(field.name);
        const PolicyValue value = value_of(policy, field);
        if (const auto* number = std::get_if<unsigned>(&value)) {
            out.number(name.c_str(), *number);
        } else {
            out.flag(name.c_str(), std::get<bool>(value));
        }
    }
    out.close();
}

std::variant<PolicyChanges, Refusal> decode_policy(sd_bus_message* message) {
    PolicyChanges changes;
    std::set<std::string> seen;
    DictionaryReader entry(message);
    while (entry.next()) {
        const PolicyField* field = find_field(entry.key());
        if (field == nullptr) return wrong_format(entry.key(), "is not a field of the policy");
        if (!seen.insert(entry.key()).second) return wrong_format(entry.key(), "comes twice");
        const auto value = read_value(entry, *field);
        if (!value) return wrong_format(field->name, "has a value of another type");
        changes.push_back({field->name, *value});
    }
    return changes;
}

}  // namespace ramd
