// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/code_input.h"
#include "ramctl/mfa_text.h"
#include "ramctl/report.h"
#include "ramctl/signal_hold.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

constexpr int tries = 3;

// Nobody scans a picture to be told afterwards that it was for nothing. Of another account only
// root is told without that polkit asks one question more.
std::optional<ExitStatus> bound_already(Environment& environment, const UserName& user) {
    if (!environment.caller.is_root() && environment.caller.name != user.str()) return std::nullopt;
    const auto answer = environment.client.mfa_info(user);
    if (const auto status = refused(environment.err, answer)) return status;
    if (!std::get<Fields>(answer).flag("Bound")) return std::nullopt;
    return report(environment.err,
                  Refusal{Code::mfa_device_exists,
                          user.str() + " has a second factor: first use ramctl mfa unbind",
                          {}});
}

void show_seed(Environment& environment, const UserName& user, const MfaSeed& seed) {
    if (environment.json) {
        begin_bind_json(environment, user, seed);
        return;
    }
    environment.err << "Scan this with an authenticator application, or give it the last line, the "
                       "seed. Whoever sees it can make the codes.\n";
    print_seed(environment, seed);
}

struct CodePair {
    Secret first;
    Secret second;
};

std::variant<CodePair, Refusal> next_pair(Environment& environment) {
    if (environment.typed)
        environment.err << "Type the code that the device shows, and then the next one, which "
                           "comes within 30 seconds.\n";
    CodeLine first = next_code(environment, CodeKind::totp);
    if (auto* refusal = std::get_if<Refusal>(&first)) return std::move(*refusal);
    CodeLine second = next_code(environment, CodeKind::totp, &std::get<Secret>(first));
    if (auto* refusal = std::get_if<Refusal>(&second)) return std::move(*refusal);
    return CodePair{std::move(std::get<Secret>(first)), std::move(std::get<Secret>(second))};
}

ExitStatus tell_recovery_codes(Environment& environment, const UserName& user,
                               const Secret& codes) {
    if (environment.json) {
        end_bind_json(environment, codes);
        return ExitStatus::ok;
    }
    environment.err << "The second factor of " << user.str()
                    << " is bound. These are its recovery codes: without the device each of them "
                       "is good for one logon. Keep them elsewhere than the device; they are not "
                       "shown again.\n";
    print_lines(environment, codes);
    return ExitStatus::ok;
}

// Nothing: the pair is wrong, and another one may do.
std::optional<ExitStatus> bind_once(Environment& environment, const UserName& user,
                                    const CodePair& pair, bool last) {
    // A device whose recovery codes nobody saw is worth half.
    const SignalHold hold;
    const auto answer = environment.client.bind_mfa_device(user, pair.first, pair.second);
    const auto* refusal = std::get_if<Refusal>(&answer);
    if (refusal != nullptr && refusal->code == Code::binding_codes_wrong && !last) {
        report(environment.err, *refusal);
        return std::nullopt;
    }
    if (const auto status = refused(environment.err, answer)) return status;
    return tell_recovery_codes(environment, user, std::get<Secret>(answer));
}

}  // namespace

ExitStatus run(const MfaBindVerb& verb, Environment& environment) {
    const auto account = account_named_or_own(environment, verb.user);
    if (const auto* refusal = std::get_if<Refusal>(&account))
        return report(environment.err, *refusal);
    const auto& user = std::get<UserName>(account);
    if (const auto status = bound_already(environment, user)) return *status;
    const auto created = environment.client.create_mfa_device(user, verb.algorithm);
    if (const auto status = refused(environment.err, created)) return *status;
    show_seed(environment, user, std::get<MfaSeed>(created));
    // A script has made its codes of the seed: another pair would be as wrong.
    for (int left = environment.typed ? tries : 1;; --left) {
        const auto pair = next_pair(environment);
        if (const auto* refusal = std::get_if<Refusal>(&pair))
            return report(environment.err, *refusal);
        if (const auto status = bind_once(environment, user, std::get<CodePair>(pair), left == 1))
            return *status;
    }
}

}  // namespace ramctl
