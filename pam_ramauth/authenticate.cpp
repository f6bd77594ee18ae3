// SPDX-License-Identifier: LGPL-2.1-or-later
#include <syslog.h>

#include "pam_ramauth/account_gate.h"
#include "pam_ramauth/flows.h"
#include "pam_ramauth/logon_data.h"
#include "pam_ramauth/second_factor.h"

namespace ramauth::pam {
namespace {

// What ramd found right, and what it answered.
struct ProvedPassword {
    Secret password;
    Authenticated answer;
};
using Attempt = std::variant<ProvedPassword, int>;

bool is_wrong(const Attempt& attempt) {
    const int* code = std::get_if<int>(&attempt);
    return code != nullptr && *code == PAM_AUTH_ERR;
}

// ramd refuses so only who has given the right password, or a key.
int refused_aloud(const Invocation& call, const Refusal& refusal) {
    const int code = call.refused(refusal);
    if (code == PAM_PERM_DENIED) call.tell_reason(refusal.sentence);
    return code;
}

Attempt try_password(const Invocation& call, const Account& account, Secret password) {
    auto answer =
        call.host.ramd().authenticate(account.name, password, Purpose::logon,
                                      logon_context(call, account), call.budget.deadline());
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return refused_aloud(call, *refusal);
    if (const auto* none = std::get_if<NoAnswer>(&answer)) return call.unanswered(*none);
    return ProvedPassword{std::move(password), std::move(std::get<Authenticated>(answer))};
}

// Asks the person, and leaves the answer to the modules behind us.
Attempt ask_and_try(const Invocation& call, const Account& account) {
    auto password = call.conversation.ask("Password: ");
    if (!password) return PAM_CONV_ERR;
    if (!call.pam.set_password(PasswordItem::present, *password)) return PAM_SYSTEM_ERR;
    return try_password(call, account, std::move(*password));
}

Attempt prove_password(const Invocation& call, const Account& account) {
    auto earlier = call.options.use_first_pass || call.options.try_first_pass
                       ? call.pam.password(PasswordItem::present)
                       : std::nullopt;
    if (!earlier) {
        if (call.options.use_first_pass) return PAM_AUTH_ERR;
        return ask_and_try(call, account);
    }
    auto attempt = try_password(call, account, std::move(*earlier));
    return is_wrong(attempt) && !call.options.use_first_pass ? ask_and_try(call, account)
                                                             : std::move(attempt);
}

int complete(const Invocation& call, const Account& account, Authenticated answer, Secret password,
             bool by_password) {
    call.tell_news(answer.message);
    const int code = give_second_factor(call, answer.ticket, std::move(answer.next));
    if (code != PAM_SUCCESS) return code;
    auto data = std::make_unique<LogonData>(LogonData{
        account.name, std::move(answer.ticket), std::move(password), std::nullopt, by_password});
    return call.pam.keep(std::move(data)) ? PAM_SUCCESS : PAM_SYSTEM_ERR;
}

int log_on_by_password(const Invocation& call, const Account& account) {
    auto attempt = prove_password(call, account);
    if (const int* code = std::get_if<int>(&attempt)) return *code;
    auto& proved = std::get<ProvedPassword>(attempt);
    return complete(call, account, std::move(proved.answer), std::move(proved.password), true);
}

// sshd tells a stack where a logon comes from and what it has proved so far: with nothing proved,
// whoever needs no second factor would be in by the name alone.
bool sshd_proved_nothing(const Invocation& call) {
    return call.pam.variable("SSH_CONNECTION") &&
           call.pam.variable("SSH_AUTH_INFO_0").value_or("").empty();
}

// The line stands behind another proof, as sshd's public key is one.
int log_on_by_factor_alone(const Invocation& call, const Account& account) {
    if (sshd_proved_nothing(call)) {
        call.log(LOG_ERR,
                 "mfa=only without a key before it: AuthenticationMethods of sshd has to ask for "
                 "one");
        return PAM_AUTH_ERR;
    }
    auto answer = call.host.ramd().begin_factor(account.name, logon_context(call, account),
                                                call.budget.deadline());
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return refused_aloud(call, *refusal);
    if (const auto* none = std::get_if<NoAnswer>(&answer)) return call.unanswered(*none);
    return complete(call, account, std::move(std::get<Authenticated>(answer)), Secret(), false);
}

}  // namespace

int authenticate(Invocation& call) {
    // A proof of an earlier attempt on this handle is worth nothing for this one.
    if (!call.pam.forget<LogonData>()) return PAM_SYSTEM_ERR;
    const auto gate = find_account(call);
    if (const int* code = std::get_if<int>(&gate)) return *code;
    const auto& account = std::get<Account>(gate);
    const int result = call.options.second_factor == SecondFactor::only
                           ? log_on_by_factor_alone(call, account)
                           : log_on_by_password(call, account);
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
