// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/code_input.h"
#include "ramctl/json_output.h"
#include "ramctl/report.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

// Moving a device needs the present factor, unless an administrator does it.
Answer<Done> unbind_own(Environment& environment, const UserName& user) {
    const CodeLine code = next_code(environment, CodeKind::totp_or_recovery);
    if (const auto* refusal = std::get_if<Refusal>(&code)) return *refusal;
    return environment.client.unbind_own_mfa_device(user, std::get<Secret>(code));
}

}  // namespace

ExitStatus run(const MfaUnbindVerb& verb, Environment& environment) {
    const auto account = account_named_or_own(environment, verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto& user = std::get<UserName>(account);
    if (const auto status =
            declined(environment, verb.yes,
                     "Unbind the second factor of " + user.str() + ", its recovery codes with it?"))
        return *status;
    const auto& caller = environment.caller;
    const bool own = !caller.is_root() && caller.name == user.str();
    const auto done =
        own ? unbind_own(environment, user) : environment.client.unbind_mfa_device(user);
    if (const auto status = refused(environment.err, done)) return *status;
    if (environment.json)
        print_json(environment, {{"UserName", user.str()}, {"Unbound", true}});
    else
        environment.err << "The second factor of " << user.str() << " is unbound.\n";
    return ExitStatus::ok;
}

}  // namespace ramctl
