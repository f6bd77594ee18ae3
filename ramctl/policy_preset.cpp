// SPDX-License-Identifier: LGPL-2.1-or-later
// A preset is set by two calls, the policy first. What is between them when one fails is said.
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/policy_values.h"
#include "ramctl/report.h"
#include "ramctl/setting_text.h"
#include "ramctl/table.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

namespace json = boost::json;
using ramauth::policy::Preset;

struct Difference {
    std::string field;
    std::optional<Value> here;  // nothing: ramd does not know the field
    Value preset;
};

using Differences = std::vector<Difference>;

void compare(const Fields& here, const Fields& preset, Differences& into) {
    for (const auto& field : preset) {
        const Value* value = here.find(field.name);
        if (value != nullptr && *value == field.value) continue;
        into.push_back(
            {field.name, value == nullptr ? std::nullopt : std::optional(*value), field.value});
    }
}

// The preference is asked for only where the preset speaks of it.
Answer<Differences> differences(ManagerClient& client, const Preset& preset) {
    Differences found;
    auto policy = client.policy();
    if (auto* refusal = std::get_if<Refusal>(&policy)) return std::move(*refusal);
    if (auto* unanswered = std::get_if<NoAnswer>(&policy)) return std::move(*unanswered);
    compare(std::get<Fields>(policy), fields_of(preset.policy), found);
    if (preset.preference.empty()) return found;
    auto preference = client.preference();
    if (auto* refusal = std::get_if<Refusal>(&preference)) return std::move(*refusal);
    if (auto* unanswered = std::get_if<NoAnswer>(&preference)) return std::move(*unanswered);
    compare(std::get<Fields>(preference), fields_of(preset.preference), found);
    return found;
}

std::string here_text(const Difference& difference) {
    return difference.here ? setting_text(difference.field, *difference.here) : "-";
}

void print_table(std::ostream& out, bool colour, const Differences& found,
                 std::vector<std::string> headings) {
    Table table(std::move(headings));
    for (const auto& difference : found)
        table.add({difference.field, here_text(difference),
                   setting_text(difference.field, difference.preset)});
    table.print(out, colour);
}

json::object document(const Preset& preset, const Differences& found, const char* list,
                      const char* before, const char* after) {
    json::array rows;
    for (const auto& difference : found) {
        json::object row{{"Field", difference.field}};
        row[before] = difference.here ? to_json(*difference.here) : json::value(nullptr);
        row[after] = to_json(difference.preset);
        rows.push_back(std::move(row));
    }
    json::object object{{"Preset", std::string(preset.name)}};
    object[list] = std::move(rows);
    return object;
}

Refusal no_such_preset(const std::string& name) {
    return wrong_usage("there is no preset '" + name + "'; see ramctl policy presets");
}

ExitStatus half_done(Environment& environment, const Preset& preset, ExitStatus status) {
    std::string fields;
    for (const auto& change : preset.preference)
        fields.append(fields.empty() ? "" : ", ").append(change.field);
    environment.err << "The password policy of " << preset.name
                    << " was set; of the security preference, " << fields
                    << " was not. Run the same again.\n";
    return status;
}

ExitStatus set(Environment& environment, const Preset& preset) {
    const auto policy = environment.client.set_policy(fields_of(preset.policy));
    if (const auto status = refused(environment.err, policy)) return *status;
    if (preset.preference.empty()) return ExitStatus::ok;
    const auto preference = environment.client.set_preference(fields_of(preset.preference));
    if (const auto status = refused(environment.err, preference))
        return half_done(environment, preset, *status);
    return ExitStatus::ok;
}

void tell_set(Environment& environment, const Preset& preset, const Differences& changed) {
    if (environment.json) {
        print_json(environment, document(preset, changed, "Changed", "Before", "Now"));
    } else if (changed.empty()) {
        environment.err << "Nothing was different from " << preset.name << ".\n";
    } else {
        print_table(environment.out, environment.colour, changed, {"FIELD", "BEFORE", "NOW"});
    }
    if (!preset.note.empty()) environment.err << "Note: " << preset.note << '\n';
    print_policy_warnings(environment, fields_of(preset.policy));
}

}  // namespace

ExitStatus run(const PolicyPresetsVerb&, Environment& environment) {
    if (environment.json) {
        json::array list;
        for (const auto& preset : ramauth::policy::presets())
            list.push_back(json::object{{"Name", std::string(preset.name)},
                                        {"Title", std::string(preset.title)},
                                        {"Source", std::string(preset.source)},
                                        {"Note", std::string(preset.note)}});
        print_json(environment, list);
        return ExitStatus::ok;
    }
    Table table({"NAME", "TITLE", "SOURCE"});
    for (const auto& preset : ramauth::policy::presets())
        table.add(
            {std::string(preset.name), std::string(preset.title), std::string(preset.source)});
    table.print(environment.out, environment.colour);
    environment.out << '\n';
    for (const auto& preset : ramauth::policy::presets()) {
        if (!preset.note.empty()) environment.out << preset.name << ": " << preset.note << '\n';
    }
    return ExitStatus::ok;
}

ExitStatus run(const PolicyDiffVerb& verb, Environment& environment) {
    const Preset* preset = ramauth::policy::find_preset(verb.name);
    if (preset == nullptr) return report(environment.err, no_such_preset(verb.name));
    const auto answer = differences(environment.client, *preset);
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& found = std::get<Differences>(answer);
    if (environment.json)
        print_json(environment, document(*preset, found, "Differences", "Here", "Preset"));
    else if (found.empty())
        environment.err << "This host has everything of " << preset->name << ".\n";
    else
        print_table(environment.out, environment.colour, found, {"FIELD", "HERE", "PRESET"});
    return found.empty() ? ExitStatus::ok : ExitStatus::attention;
}

ExitStatus run(const PolicyPresetVerb& verb, Environment& environment) {
    const Preset* preset = ramauth::policy::find_preset(verb.name);
    if (preset == nullptr) return report(environment.err, no_such_preset(verb.name));
    const auto answer = differences(environment.client, *preset);
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& changed = std::get<Differences>(answer);
    if (!verb.yes && environment.terminal.available() && !changed.empty())
        print_table(environment.err, false, changed, {"FIELD", "NOW", "THEN"});
    const std::string question = "Replace the whole password policy of this host by that of " +
                                 std::string(preset->title) + "?";
    if (const auto status = declined(environment, verb.yes, question)) return *status;
    if (const auto status = set(environment, *preset); status != ExitStatus::ok) return status;
    tell_set(environment, *preset, changed);
    return ExitStatus::ok;
}

}  // namespace ramctl
