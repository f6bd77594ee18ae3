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

void encode_broken_rules(sd_bus_message* reply, const std::vector<BrokenRule>& rules) {
    check(sd_bus_message_open_container(reply, 'a', "(ss)"), "cannot write a list");
    for (const BrokenRule& rule : rules)
        check(sd_bus_message_append(reply, "(ss)", rule.code.c_str(), rule.sentence.c_str()),
              "cannot write a rule");
    check(sd_bus_message_close_container(reply), "cannot end a list");
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
        if (!value)
            return wrong_format(field->name, std::holds_alternative<NumberField>(field->member)
                                                 ? "must be a number (u)"
                                                 : "must be true or false (b)");
        changes.push_back({field->name, *value});
    }
    return changes;
}

}  // namespace ramd
