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
    const auto& user = std::get<UserName>(account);
    const auto answer = environment.client.profile(user);
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& profile = std::get<Fields>(answer);
    const auto factor = environment.client.mfa_info(user);
    const auto* mfa = std::get_if<Fields>(&factor);
    if (environment.json) {
        auto document = to_json(profile);
        if (mfa != nullptr) document["MFA"] = to_json(*mfa);
        print_json(environment, document);
    } else {
        print_profile(environment, profile, mfa);
    }
    // The profile is shown all the same.
    return refused(environment.err, factor).value_or(ExitStatus::ok);
}

}  // namespace ramctl
