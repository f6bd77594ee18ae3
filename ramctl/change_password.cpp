// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/password_input.h"
#include "ramctl/report.h"
#include "ramctl/table.h"
#include "ramctl/verbs.h"

namespace ramctl {

ExitStatus run(const ChangePasswordVerb& verb, Environment& environment) {
    const auto account = own_account(environment);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const Password present = present_password(environment.terminal, verb.source);
    if (const auto* refusal = std::get_if<Refusal>(&present))
        return report(environment.err, *refusal);
    const Password replacement = new_password(environment.terminal, verb.source);
    if (const auto* refusal = std::get_if<Refusal>(&replacement))
        return report(environment.err, *refusal);
    const auto answer = environment.client.change_password(
        std::get<UserName>(account), std::get<Secret>(present), std::get<Secret>(replacement));
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& facts = std::get<Fields>(answer);
    if (environment.json) {
        print_json(environment, to_json(facts));
        return ExitStatus::ok;
    }
    const std::string message = facts.text("Message");
    environment.err << (message.empty() ? "Your password was changed. Your sessions are ending."
                                        : printable(message, true))
                    << '\n';
    return ExitStatus::ok;
}

}  // namespace ramctl
