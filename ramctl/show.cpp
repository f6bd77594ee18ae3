// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/json_output.h"
#include "ramctl/profile_text.h"
#include "ramctl/report.h"
#include "ramctl/verbs.h"

namespace ramctl {

ExitStatus run(const ShowVerb& verb, Environment& environment) {
    const auto account = account_named_or_own(environment, verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto answer = environment.client.profile(std::get<UserName>(account));
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& profile = std::get<Fields>(answer);
    if (environment.json)
        print_json(environment, to_json(profile));
    else
        print_profile(environment, profile);
    return ExitStatus::ok;
}

}  // namespace ramctl
