// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/report.h"
#include "ramctl/verbs.h"

namespace ramctl {

ExitStatus run(const UnlockVerb& verb, Environment& environment) {
    const auto account = account_named(verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto& user = std::get<UserName>(account);
    const auto answer = environment.client.unlock_profile(user);
    if (const auto status = refused(environment.err, answer)) return *status;
    if (environment.json)
        print_json(environment, {{"UserName", user.str()}, {"Unlocked", true}});
    else
        environment.err << "Failed attempts of " << user.str() << " are forgotten.\n";
    return ExitStatus::ok;
}

}  // namespace ramctl
