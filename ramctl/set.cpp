// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/written_profile.h"

namespace ramctl {

ExitStatus run(const SetVerb& verb, Environment& environment) {
    const auto account = account_named(verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    Settings settings;
    if (verb.status) settings.fields.add("Status", *verb.status);
    add_options(settings.fields, verb.options);
    if (verb.forget_sources) settings.fields.add("ForgetSources", true);
    if (settings.fields.empty())
        return report(environment.err, wrong_usage("nothing to set is named (see ramctl --help)"));
    const auto& user = std::get<UserName>(account);
    const auto answer = environment.client.update_profile(user, settings);
    if (const auto status = refused(environment.err, answer)) return *status;
    return tell_written(environment, std::get<WrittenProfile>(answer),
                        "The login profile of " + user.str() + " was changed.");
}

}  // namespace ramctl
