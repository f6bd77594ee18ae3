// SPDX-License-Identifier: LGPL-2.1-or-later
#include <syslog.h>

#include "pam_ramauth/account_gate.h"
#include "pam_ramauth/flows.h"
#include "pam_ramauth/logon_data.h"

namespace ramauth::pam {
namespace {

int keep_proof(const Invocation& call, const Account& account, const Secret& password,
               Authenticated proved) {
    if (!proved.next.empty()) {
        call.log(LOG_ERR, "ramd asks for a second factor, which this module does not know");
        return PAM_AUTHINFO_UNAVAIL;
    }
    auto data = std::make_unique<LogonData>(
        LogonData{account.name, std::move(proved.ticket), password.clone(), std::nullopt});
    return call.pam.keep(std::move(data)) ? PAM_SUCCESS : PAM_SYSTEM_ERR;
}

int try_password(const Invocation& call, const Account& account, const Secret& password) {
    auto answer =
        call.host.ramd().authenticate(account.name, password, Purpose::logon,
                                      logon_context(call, account), call.budget.deadline());
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return call.refused(*refusal);
    if (const auto* none = std::get_if<NoAnswer>(&answer)) return call.unanswered(*none);
    return keep_proof(call, account, password, std::move(std::get<Authenticated>(answer)));
}

// Asks the person, and leaves the answer to the modules behind us.
int ask_and_try(const Invocation& call, const Account& account) {
    const auto password = call.conversation.ask("Password: ");
    if (!password) return PAM_CONV_ERR;
    if (!call.pam.set_password(PasswordItem::present, *password)) return PAM_SYSTEM_ERR;
    return try_password(call, account, *password);
}

int prove_password(const Invocation& call, const Account& account) {
    const auto earlier = call.options.use_first_pass || call.options.try_first_pass
                             ? call.pam.password(PasswordItem::present)
                             : std::nullopt;
    if (!earlier) {
        if (call.options.use_first_pass) return PAM_AUTH_ERR;
        return ask_and_try(call, account);
    }
    const int result = try_password(call, account, *earlier);
    if (result != PAM_AUTH_ERR || call.options.use_first_pass) return result;
    return ask_and_try(call, account);
}

}  // namespace

int authenticate(Invocation& call) {
    // A proof of an earlier attempt on this handle is worth nothing for this one.
    if (!call.pam.forget<LogonData>()) return PAM_SYSTEM_ERR;
    const auto gate = find_account(call);
    if (const int* code = std::get_if<int>(&gate)) return *code;
    if (call.options.second_factor == SecondFactor::only) {
        call.log(LOG_ERR, "mfa=only asks for a second factor, which this module does not know");
        return PAM_AUTHINFO_UNAVAIL;
    }
    const int result = prove_password(call, std::get<Account>(gate));
    // The pause is against guesses: where ramd is away, it would only add to the time waited for
    // it.
    if (result == PAM_AUTH_ERR) call.pam.delay_failure();
    return result;
}

int set_credentials(Invocation& call) {
    // Whatever PAM_USER is by now: sudo comes here with the target of the command.
    return call.pam.kept<LogonData>() != nullptr ? PAM_SUCCESS : PAM_USER_UNKNOWN;
}

}  // namespace ramauth::pam
