// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/written_profile.h"

namespace ramctl {

ExitStatus run(const ResetPasswordVerb& verb, Environment& environment) {
    const auto account = account_named(verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    Settings settings{{{"PasswordResetRequired", verb.reset_required}}, nullptr};
    Secret typed;
    if (verb.source == PasswordSource::generated) {
        settings.fields.add("GeneratePassword", true);
    } else {
        Password password = new_password(environment.terminal, verb.source);
        if (const auto* refusal = std::get_if<Refusal>(&password))
            return report(environment.err, *refusal);
        typed = std::move(std::get<Secret>(password));
        settings.password = &typed;
        if (verb.source == PasswordSource::terminal) settings.fields.add("Interactive", true);
    }
    const auto& user = std::get<UserName>(account);
    const auto answer = environment.client.update_profile(user, settings);
    if (const auto status = refused(environment.err, answer)) return *status;
    return tell_written(environment, std::get<WrittenProfile>(answer),
                        "The password of " + user.str() + " was reset; sessions are ending.");
}

}  // namespace ramctl
