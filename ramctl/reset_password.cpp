// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/table.h"
#include "ramctl/time_text.h"
#include "ramctl/written_profile.h"

namespace ramctl {
namespace {

// "to a***@example.org"; ramd says the address with most of it hidden.
std::string destination(const Fields& answer) {
    const std::string address = printable(answer.text("SentTo"));
    return "to " + (address.empty() ? "the recovery address" : address);
}

ExitStatus tell_code(Environment& environment, const UserName& user, const ResetCode& made) {
    if (environment.json) {
        if (made.code)
            print_json(environment, to_json(made.fields), "Code", *made.code);
        else
            print_json(environment, to_json(made.fields));
        return ExitStatus::ok;
    }
    environment.err << (made.code ? "This code"
                                  : "The code went " + destination(made.fields) + ". It")
                    << " is the password of " << user.str() << " until "
                    << readable(made.fields.time("ValidUntil"), environment.now)
                    << ", for a logon at which another one has to be chosen. The old password is "
                       "void.\n";
    if (made.code) {
        environment.out << std::flush;
        environment.terminal.write_secret(made.code->view());
        environment.out << '\n' << std::flush;
    }
    return ExitStatus::ok;
}

// The user sets the password; a code lets them in to do so.
ExitStatus reset_by_user(const ResetPasswordVerb& verb, const UserName& user,
                         Environment& environment) {
    Fields options;
    if (verb.mail) options.add("Mail", true);
    const auto answer = environment.client.create_reset_code(user, options);
    if (const auto status = refused(environment.err, answer)) return *status;
    return tell_code(environment, user, std::get<ResetCode>(answer));
}

}  // namespace

ExitStatus run(const ResetPasswordVerb& verb, Environment& environment) {
    const auto account = account_named(verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto& user = std::get<UserName>(account);
    if (verb.by_user) return reset_by_user(verb, user, environment);
    Settings settings{{{"PasswordResetRequired", verb.reset_required}}, nullptr};
    Secret typed;
    if (verb.source == PasswordSource::generated) {
        settings.fields.add("GeneratePassword", true);
        if (verb.mail) settings.fields.add("Mail", true);
    } else {
        Password password = new_password(environment.terminal, verb.source);
        if (const auto* refusal = std::get_if<Refusal>(&password))
            return report(environment.err, *refusal);
        typed = std::move(std::get<Secret>(password));
        settings.password = &typed;
        if (verb.source == PasswordSource::terminal) settings.fields.add("Interactive", true);
    }
    const auto answer = environment.client.update_profile(user, settings);
    if (const auto status = refused(environment.err, answer)) return *status;
    const auto& written = std::get<WrittenProfile>(answer);
    const std::string mailed = verb.mail ? ", and mailed " + destination(written.fields) : "";
    return tell_written(
        environment, written,
        "The password of " + user.str() + " was reset" + mailed + "; sessions are ending.");
}

}  // namespace ramctl
