// SPDX-License-Identifier: LGPL-2.1-or-later
// The two passes of pam_chauthtok(3). The first finds out what is to be done and, where it must,
// asks for the present password; it changes nothing. The second commits (password_update.cpp).
#include "pam_ramauth/account_gate.h"
#include "pam_ramauth/flows.h"
#include "pam_ramauth/logon_data.h"
#include "pam_ramauth/new_password.h"
#include "pam_ramauth/password_update.h"
#include "pam_ramauth/second_factor.h"

namespace ramauth::pam {
namespace {

int keep_plan(const Invocation& call, const Account& account, ChangeKind kind,
              Secret ticket = Secret()) {
    auto plan = std::make_unique<PendingChange>(
        PendingChange{account.name, kind, std::move(ticket), call.budget.left()});
    return call.pam.keep(std::move(plan)) ? PAM_SUCCESS : PAM_SYSTEM_ERR;
}

int not_possible(const Invocation& call, const NoAnswer& none) {
    call.tell_reason("The password cannot be changed at the moment; nothing was changed.");
    return call.unanswered(none);
}

int refused_aloud(const Invocation& call, const Refusal& refusal) {
    const int code = call.refused(refusal);
    // The program has its own words for a wrong password and for an account that is not ours.
    if (code != PAM_AUTH_ERR && code != PAM_USER_UNKNOWN) call.tell_reason(refusal.sentence);
    return code;
}

using Attempt = std::variant<Authenticated, int>;

bool is_wrong(const Attempt& attempt) {
    const int* code = std::get_if<int>(&attempt);
    return code != nullptr && *code == PAM_AUTH_ERR;
}

Attempt try_present_password(const Invocation& call, const Account& account,
                             const Secret& password) {
    auto answer =
        call.host.ramd().authenticate(account.name, password, Purpose::change,
                                      logon_context(call, account), call.budget.deadline());
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return refused_aloud(call, *refusal);
    if (const auto* none = std::get_if<NoAnswer>(&answer)) return not_possible(call, *none);
    return std::move(std::get<Authenticated>(answer));
}

Attempt ask_present_password(const Invocation& call, const Account& account) {
    const auto password = call.conversation.ask("Current password: ");
    if (!password) {
        if (call.has(PAM_CHANGE_EXPIRED_AUTHTOK)) tell_terminal_is_needed(call);
        return PAM_AUTHTOK_ERR;
    }
    if (!call.pam.set_password(PasswordItem::old, *password)) return PAM_SYSTEM_ERR;
    return try_present_password(call, account, *password);
}

int plan_voluntary(const Invocation& call, const Account& account, Authenticated proved) {
    call.tell_news(proved.message);
    const int code = give_second_factor(call, proved.ticket, std::move(proved.next));
    return code != PAM_SUCCESS
               ? code
               : keep_plan(call, account, ChangeKind::voluntary, std::move(proved.ticket));
}

int prove_present_password(const Invocation& call, const Account& account) {
    const auto earlier = call.options.use_first_pass || call.options.try_first_pass
                             ? call.pam.password(PasswordItem::old)
                             : std::nullopt;
    Attempt attempt = PAM_AUTH_ERR;
    if (earlier) attempt = try_present_password(call, account, *earlier);
    if (is_wrong(attempt) && !call.options.use_first_pass)
        attempt = ask_present_password(call, account);
    const int* code = std::get_if<int>(&attempt);
    const int result =
        code != nullptr
            ? *code
            : plan_voluntary(call, account, std::move(std::get<Authenticated>(attempt)));
    if (result == PAM_AUTH_ERR) call.pam.delay_failure();
    return result;
}

// The logon has the old password: modules that compare the new one with it, or that open a keyring
// with it, find it where a prompt of this stage would have left it.
int plan_forced(const Invocation& call, const Account& account, const LogonData& logon) {
    if (!call.pam.set_password(PasswordItem::old, logon.password)) return PAM_SYSTEM_ERR;
    return keep_plan(call, account, ChangeKind::forced);
}

// Only an expired password is to be changed: is it? The account stage of this logon knows, or ramd.
int plan_expired(const Invocation& call, const Account& account) {
    auto* logon = kept_for<LogonData>(call.pam, account.name);
    // The ticket of a second factor alone proves no password that a change could start from.
    const bool has_ticket = logon != nullptr && logon->by_password && !logon->ticket.empty();
    std::optional<bool> required = logon != nullptr ? logon->change_required : std::nullopt;
    if (!required) {
        const Secret none;
        const auto answer =
            call.host.ramd().check_account(account.name, has_ticket ? logon->ticket : none,
                                           has_ticket ? Purpose::logon : Purpose::change,
                                           logon_context(call, account), call.budget.deadline());
        if (const auto* refusal = std::get_if<Refusal>(&answer))
            return refused_aloud(call, *refusal);
        if (const auto* none_came = std::get_if<NoAnswer>(&answer))
            return not_possible(call, *none_came);
        const auto& checked = std::get<CheckedAccount>(answer);
        required = checked.change_required;
        if (has_ticket && *required) logon->reason = checked.message;
    }
    if (!*required) {
        if (logon != nullptr) logon->no_change_ahead();
        return keep_plan(call, account, ChangeKind::nothing_to_do);
    }
    return has_ticket ? plan_forced(call, account, *logon) : prove_present_password(call, account);
}

int plan_change(const Invocation& call, const Account& account) {
    if (call.has(PAM_CHANGE_EXPIRED_AUTHTOK)) return plan_expired(call, account);
    // Root at a prompt of their own sets any password; setuid programs run for somebody else.
    if (call.host.caller_uid().value == 0) return keep_plan(call, account, ChangeKind::reset);
    return prove_present_password(call, account);
}

}  // namespace

int change_password(Invocation& call) {
    const bool first_pass = call.has(PAM_PRELIM_CHECK);
    if (first_pass == call.has(PAM_UPDATE_AUTHTOK)) return PAM_SYSTEM_ERR;
    if (first_pass && !call.pam.forget<PendingChange>()) return PAM_SYSTEM_ERR;
    const auto gate = find_account(call);
    if (const int* code = std::get_if<int>(&gate)) {
        if (*code != PAM_USER_UNKNOWN || first_pass) return *code;
        return provide_new_password(call);
    }
    const auto& account = std::get<Account>(gate);
    return first_pass ? plan_change(call, account) : commit_change(call, account);
}

}  // namespace ramauth::pam
