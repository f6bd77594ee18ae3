// SPDX-License-Identifier: LGPL-2.1-or-later
#include <syslog.h>

#include "pam_ramauth/account_gate.h"
#include "pam_ramauth/flows.h"
#include "pam_ramauth/logon_data.h"

namespace ramauth::pam {
namespace {

int refuse(const Invocation& call, const CheckedAccount& checked, LogonData* logon) {
    if (logon != nullptr) logon->password.wipe();
    call.tell_reason(checked.message);
    const int code = checked.reason ? pam_code(*checked.reason, Stage::account) : PAM_PERM_DENIED;
    // "refused" is more than a demand for a new password.
    return code == PAM_NEW_AUTHTOK_REQD ? PAM_PERM_DENIED : code;
}

int demand_change(const Invocation& call, const CheckedAccount& checked, LogonData* logon) {
    call.tell_reason(checked.message);
    if (logon != nullptr) {
        logon->change_required = true;
        logon->reason = checked.message;
        logon->reason_told = !call.has(PAM_SILENT);
    }
    return PAM_NEW_AUTHTOK_REQD;
}

int let_through(const Invocation& call, const CheckedAccount& checked, LogonData* logon) {
    call.tell_news(checked.message);
    if (logon != nullptr) logon->no_change_ahead();
    return PAM_SUCCESS;
}

int follow(const Invocation& call, const CheckedAccount& checked, LogonData* logon) {
    if (checked.verdict == Verdict::refused) return refuse(call, checked, logon);
    // A second factor alone proves no password, and so no epoch.
    if (logon != nullptr && logon->by_password) {
        if (!checked.epoch) return call.unanswered({"the reply has no epoch", true});
        logon->epoch = checked.epoch;
        publish_epoch(call.pam, *checked.epoch);
    }
    return checked.verdict == Verdict::ok ? let_through(call, checked, logon)
                                          : demand_change(call, checked, logon);
}

// "Not ours" after a proof means that the profile went away in between: the proof is void, and the
// rest of the stack must not let it through.
int step_aside(const Invocation& call, bool proved) {
    if (!proved) return PAM_USER_UNKNOWN;
    call.log(LOG_NOTICE, "the login profile was deleted during the logon");
    return PAM_AUTH_ERR;
}

}  // namespace

int check_account(Invocation& call) {
    // A proof is a person's, whatever the service is called.
    if (runs_without_a_person(call) && !proved_for_present_user(call.pam)) return PAM_USER_UNKNOWN;
    const auto gate = find_account(call);
    if (const int* code = std::get_if<int>(&gate)) {
        return *code == PAM_USER_UNKNOWN ? step_aside(call, proved_for_present_user(call.pam))
                                         : *code;
    }
    const auto& account = std::get<Account>(gate);
    auto* logon = kept_for<LogonData>(call.pam, account.name);
    const Secret none;
    const auto answer = call.host.ramd().check_account(
        account.name, logon != nullptr ? logon->ticket : none, Purpose::logon,
        logon_context(call, account), call.budget.deadline());
    if (const auto* refusal = std::get_if<Refusal>(&answer)) {
        const int code = call.refused(*refusal);
        if (code == PAM_USER_UNKNOWN) return step_aside(call, logon != nullptr);
        call.tell_reason(refusal->sentence);
        return code;
    }
    if (const auto* unanswered = std::get_if<NoAnswer>(&answer)) {
        call.tell_reason("Logons to this account are not possible at the moment.");
        return call.unanswered(*unanswered);
    }
    return follow(call, std::get<CheckedAccount>(answer), logon);
}

}  // namespace ramauth::pam
