// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/create_profile.h"
#include "ramctl/written_profile.h"

namespace ramctl {
namespace {

ExitStatus tell_made(Environment& environment, bool shadow_kept, const UserName& user,
                     const WrittenProfile& written) {
    if (shadow_kept)
        environment.err << "Risk: the password in /etc/shadow stays valid beside this one, past "
                           "every policy.\n";
    return tell_written(environment, written, "The login profile of " + user.str() + " was made.");
}

}  // namespace

ExitStatus run(const CreateVerb& verb, Environment& environment) {
    const auto account = account_named(verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto& user = std::get<UserName>(account);
    std::optional<SignalHold> hold;
    const auto made = make_profile(verb, user, environment, hold);
    if (const auto status = refused(environment.err, made)) return *status;
    return tell_made(environment, keeps_shadow(verb, user, environment), user,
                     std::get<WrittenProfile>(made));
}

}  // namespace ramctl
