// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/assignments.h"
#include "ramctl/policy_values.h"
#include "ramctl/report.h"
#include "ramctl/setting_text.h"
#include "ramctl/verbs.h"

namespace ramctl {

ExitStatus run(const PolicyShowVerb&, Environment& environment) {
    const auto answer = environment.client.policy();
    if (const auto status = refused(environment.err, answer)) return *status;
    print_settings(environment, policy_in_order(std::get<Fields>(answer)));
    return ExitStatus::ok;
}

ExitStatus run(const PolicySetVerb& verb, Environment& environment) {
    const auto changes = policy_assignments(verb.assignments);
    if (const auto* refusal = std::get_if<Refusal>(&changes))
        return report(environment.err, *refusal);
    const auto done = environment.client.set_policy(std::get<Fields>(changes));
    if (const auto status = refused(environment.err, done)) return *status;
    const auto answer = environment.client.policy();
    if (const auto status = refused(environment.err, answer)) return *status;
    print_settings(environment, policy_in_order(std::get<Fields>(answer)));
    print_policy_warnings(environment, std::get<Fields>(answer));
    return ExitStatus::ok;
}

}  // namespace ramctl
