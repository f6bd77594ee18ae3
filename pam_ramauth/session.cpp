// SPDX-License-Identifier: LGPL-2.1-or-later
#include <syslog.h>

#include "pam_ramauth/account_gate.h"
#include "pam_ramauth/flows.h"
#include "pam_ramauth/logon_data.h"

namespace ramauth::pam {
namespace {

struct ProvedEpoch {
    bool proved = false;  // through us, in this logon
    bool by_password = false;
    std::optional<std::uint64_t> epoch;
};

// pam_set_data knows best; the variable is for sshd's child, which is another process. Where this
// handle has another user's proof (sudo), nothing is proved for the one whose session it is.
ProvedEpoch proved_epoch(const Invocation& call) {
    std::uint64_t carried = 0;
    const Proof proof = take_epoch(call.pam, carried);
    if (const auto* logon = call.pam.kept<LogonData>()) {
        if (!proved_for_present_user(call.pam)) return {};
        return {true, logon->by_password, logon->epoch};
    }
    if (proof == Proof::none) return {};
    return {true, true, proof == Proof::epoch ? std::optional(carried) : std::nullopt};
}

// The profile by which the proof was given is gone: the logon must not open a session without it.
int step_aside(const Invocation& call, bool proved) {
    if (!proved) return PAM_USER_UNKNOWN;
    call.log(LOG_NOTICE, "the login profile was deleted during the logon");
    return PAM_SESSION_ERR;
}

int ask_ramd(const Invocation& call, const Account& account, const ProvedEpoch& proof) {
    const auto answer = call.host.ramd().open_session(
        account.name, proof.epoch, logon_context(call, account), call.budget.deadline());
    if (const auto* refusal = std::get_if<Refusal>(&answer)) {
        const int code = call.refused(*refusal);
        if (code == PAM_USER_UNKNOWN) return step_aside(call, proof.proved);
        call.tell_reason(refusal->sentence);
        return code;
    }
    if (const auto* none = std::get_if<NoAnswer>(&answer)) return call.unanswered(*none);
    const auto& checked = std::get<CheckedAccount>(answer);
    if (checked.verdict != Verdict::ok) {
        call.tell_reason(checked.message);
        return PAM_SESSION_ERR;
    }
    if (checked.session_seconds && !call.pam.limit_session(*checked.session_seconds))
        return PAM_SYSTEM_ERR;
    return PAM_SUCCESS;
}

}  // namespace

int open_session(Invocation& call) {
    const ProvedEpoch proof = proved_epoch(call);
    if (runs_without_a_person(call) && !proof.proved) return PAM_USER_UNKNOWN;
    const auto gate = find_account(call);
    if (const int* code = std::get_if<int>(&gate))
        return *code == PAM_USER_UNKNOWN ? step_aside(call, proof.proved) : *code;
    // Proved, but nobody told which password it was: the account stage was left out.
    if (proof.by_password && !proof.epoch) return PAM_SESSION_ERR;
    return ask_ramd(call, std::get<Account>(gate), proof);
}

int close_session(Invocation& call) {
    if (runs_without_a_person(call)) return PAM_USER_UNKNOWN;
    const auto gate = find_account(call);
    if (const int* code = std::get_if<int>(&gate)) return *code;
    return PAM_SUCCESS;
}

}  // namespace ramauth::pam
