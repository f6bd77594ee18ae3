// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/json_output.h"
#include "ramctl/mfa_text.h"
#include "ramctl/report.h"
#include "ramctl/verbs.h"

namespace ramctl {

ExitStatus run(const MfaShowVerb& verb, Environment& environment) {
    const auto account = account_named_or_own(environment, verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto& user = std::get<UserName>(account);
    const auto answer = environment.client.mfa_info(user);
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& info = std::get<Fields>(answer);
    if (environment.json) {
        boost::json::object document{{"UserName", user.str()}};
        for (const auto& field : info) document[field.name] = to_json(field.value);
        print_json(environment, document);
        return ExitStatus::ok;
    }
    Listing listing;
    listing.add("User", user.str());
    add_mfa_lines(listing, info, environment.now);
    listing.print(environment.out, environment.colour);
    return ExitStatus::ok;
}

}  // namespace ramctl
