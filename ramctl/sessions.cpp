// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/profile_text.h"
#include "ramctl/report.h"
#include "ramctl/table.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

void print_table(Environment& environment, const std::vector<Fields>& sessions) {
    Table table({"SESSION", "STATE", "TTY", "FROM", "SERVICE", "LEADER", "SINCE"});
    for (const auto& session : sessions) {
        std::vector<Cell> row;
        for (const char* field :
             {"Id", "State", "TTY", "RemoteHost", "Service", "Leader", "Started"}) {
            const Value* value = session.find(field);
            row.emplace_back(value == nullptr ? "-" : value_text(*value, environment.now));
        }
        table.add(std::move(row));
    }
    table.print(environment.out, environment.colour);
}

std::string reason(const Fields& count) {
    const std::string why = count.text("Why");
    return why.empty() ? why : ": " + printable(why);
}

}  // namespace

ExitStatus run(const SessionsVerb& verb, Environment& environment) {
    const auto account = account_named_or_own(environment, verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto answer = environment.client.sessions(std::get<UserName>(account));
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& sessions = std::get<std::vector<Fields>>(answer);
    if (environment.json)
        print_json(environment, to_json(sessions));
    else
        print_table(environment, sessions);
    return ExitStatus::ok;
}

ExitStatus run(const RevokeVerb& verb, Environment& environment) {
    const auto account = account_named(verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto& user = std::get<UserName>(account);
    if (const auto status =
            declined(environment, verb.yes, "End all sessions of " + user.str() + " now?"))
        return *status;
    const auto answer = environment.client.revoke_sessions(user);
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& count = std::get<Fields>(answer);
    if (environment.json)
        print_json(environment, to_json(count));
    else
        environment.out << count.number("Ended") << " ended, " << count.number("Outstanding")
                        << " outstanding" << reason(count) << '\n';
    return count.number("Outstanding") == 0 ? ExitStatus::ok : ExitStatus::attention;
}

}  // namespace ramctl
