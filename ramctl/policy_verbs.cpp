// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/verb_options.h"

namespace ramctl {
namespace {

void add_preset_name(CLI::App& verb, Parsed& parsed) {
    verb.add_option("NAME", parsed.preset, "Name of the preset")->required()->type_name("");
}

void add_presets(CLI::App& policy, Parsed& parsed) {
    add_verb(policy, parsed, "presets", "List the named policies",
             [](const Parsed&) { return PolicyPresetsVerb{}; });
    auto& preset = add_verb(policy, parsed, "preset", "Set the whole policy to a named one",
                            [](const Parsed& p) {
                                return PolicyPresetVerb{p.preset, p.yes};
                            });
    add_preset_name(preset, parsed);
    add_yes(preset, parsed);
    auto& diff = add_verb(policy, parsed, "diff", "Show what differs from a named policy",
                          [](const Parsed& p) { return PolicyDiffVerb{p.preset}; });
    add_preset_name(diff, parsed);
}

void add_preference(CLI::App& app, Parsed& parsed) {
    auto* preference = app.add_subcommand("preference", "The security preference of this host");
    preference->require_subcommand(1)->fallthrough();
    add_verb(*preference, parsed, "show", "Show the preference",
             [](const Parsed&) { return PreferenceShowVerb{}; });
    auto& set = add_verb(*preference, parsed, "set", "Change fields of the preference",
                         [](const Parsed& p) { return PreferenceSetVerb{p.assignments}; });
    add_assignments(set, parsed);
}

}  // namespace

void add_policy(CLI::App& app, Parsed& parsed) {
    auto* policy = app.add_subcommand("policy", "The password policy of this host");
    policy->require_subcommand(1)->fallthrough();
    add_verb(*policy, parsed, "show", "Show the policy",
             [](const Parsed&) { return PolicyShowVerb{}; });
    auto& set = add_verb(*policy, parsed, "set", "Change fields of the policy",
                         [](const Parsed& p) { return PolicySetVerb{p.assignments}; });
    add_assignments(set, parsed);
    add_presets(*policy, parsed);
    add_preference(app, parsed);
}

}  // namespace ramctl
