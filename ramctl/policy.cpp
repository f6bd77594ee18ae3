// SPDX-License-Identifier: LGPL-2.1-or-later
#include <array>
#include <charconv>

#include "ramctl/json_output.h"
#include "ramctl/profile_text.h"
#include "ramctl/report.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

ExitStatus show(Environment& environment) {
    const auto answer = environment.client.policy();
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& policy = std::get<Fields>(answer);
    if (environment.json) {
        print_json(environment, to_json(policy));
        return ExitStatus::ok;
    }
    Table table({"FIELD", "VALUE"});
    for (const auto& field : policy)
        table.add({field.name, value_text(field.value, environment.now)});
    table.print(environment.out, environment.colour);
    return ExitStatus::ok;
}

// ramd knows the fields and their types; here only the text's own form counts.
std::optional<Value> parse_value(std::string_view text) {
    for (const char* word : {"yes", "true", "on"})
        if (text == word) return Value(true);
    for (const char* word : {"no", "false", "off"})
        if (text == word) return Value(false);
    std::uint32_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return Value(number);
}

std::variant<Fields, Refusal> parse_assignments(const std::vector<std::string>& assignments) {
    Fields changes;
    for (const auto& assignment : assignments) {
        const auto equals = assignment.find('=');
        if (equals == std::string::npos || equals == 0)
            return wrong_usage("'" + assignment + "' is not of the form FIELD=VALUE");
        const std::string field = assignment.substr(0, equals);
        if (changes.find(field) != nullptr) return wrong_usage(field + " is given twice");
        auto value = parse_value(std::string_view(assignment).substr(equals + 1));
        if (!value) return Refusal{Code::parameter_format, "a value is a number, yes or no", field};
        changes.add(field, std::move(*value));
    }
    return changes;
}

}  // namespace

ExitStatus run(const PolicyShowVerb&, Environment& environment) {
    return show(environment);
}

ExitStatus run(const PolicySetVerb& verb, Environment& environment) {
    const auto changes = parse_assignments(verb.assignments);
    if (const auto* refusal = std::get_if<Refusal>(&changes))
        return report(environment.err, *refusal);
    const auto answer = environment.client.set_policy(std::get<Fields>(changes));
    if (const auto status = refused(environment.err, answer)) return *status;
    return show(environment);
}

}  // namespace ramctl
