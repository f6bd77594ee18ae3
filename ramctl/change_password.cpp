// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/password_input.h"
#include "ramctl/report.h"
#include "ramctl/table.h"
#include "ramctl/verbs.h"
#include "shared/wire.h"

namespace ramctl {
namespace {

namespace facts_of = ramauth::wire::facts;

std::string told(const Fields& facts) {
    const std::string message = facts.text("Message");
    if (!message.empty()) return printable(message, true);
    std::string changed = "Your password was changed.";
    const std::string asking = facts.text(facts_of::this_session);
    const bool no_other = facts.find(facts_of::other_sessions) != nullptr &&
                          facts.number(facts_of::other_sessions) == 0;
    if (facts.flag(facts_of::not_permitted))
        return changed.append(" Your sessions are not ended: ramd has no permission to.");
    if (no_other && asking != facts_of::this_session_ends) return changed;
    return changed.append(asking == facts_of::this_session_stays
                              ? " Your other sessions are ending."
                              : " Your sessions are ending.");
}

}  // namespace

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
    environment.err << told(facts) << '\n';
    return ExitStatus::ok;
}

}  // namespace ramctl
