// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/password_update.h"

#include <syslog.h>

#include "pam_ramauth/change_news.h"
#include "pam_ramauth/logon_data.h"
#include "pam_ramauth/new_password.h"

namespace ramauth::pam {
namespace {

// The parts of a change that stay the same over its tries.
struct Change {
    const Account& account;
    ChangeKind kind;
    LogonData* logon;  // of a forced change
    const Secret& ticket;
    LogonContext context;
};

// What one try came to: the code to return, or "ask for another one".
struct Outcome {
    int code = PAM_SYSTEM_ERR;
    bool ask_again = false;
};

// The change is committed: whatever goes wrong from here on does not undo it.
Outcome committed(const Invocation& call, const Change& change, std::uint64_t epoch,
                  const EndingSessions& sessions) noexcept {
    if (change.logon != nullptr) {
        change.logon->ticket.wipe();
        change.logon->epoch = epoch;
        change.logon->no_change_ahead();
    }
    try {
        if (change.logon != nullptr) publish_epoch(call.pam, epoch);
        call.tell_news(change_news(change.kind, sessions));
    } catch (...) {
        // The session stage takes the epoch from LogonData, or refuses the stale one.
    }
    return {PAM_SUCCESS};
}

Outcome refused(const Invocation& call, const Refusal& refusal) {
    const int code = call.refused(refusal);
    call.tell_reason(refusal.sentence);
    return {code, another_password_may_do(refusal.code)};
}

Outcome unknown(const Invocation& call, const NoAnswer& none) {
    call.tell_reason(
        "It is not known whether the password was changed. Try the new password first, then the "
        "old one.");
    return {call.unanswered(none)};
}

Outcome unchanged(const Invocation& call, const NoAnswer& none) {
    call.tell_reason("The password cannot be changed at the moment; nothing was changed.");
    return {call.unanswered(none)};
}

std::uint64_t epoch_of(const PasswordChanged& changed) {
    return changed.epoch;
}
std::uint64_t epoch_of(const PasswordReset&) {
    return 0;
}

// A refusal's code, where it does not tell what became of the change.
template <class Done>
std::optional<Code> vague_code(const Answer<Done>& answer) {
    const auto* refusal = std::get_if<Refusal>(&answer);
    if (refusal == nullptr) return std::nullopt;
    const bool vague =
        refusal->code == Code::service_failure || refusal->code == Code::limit_exceeded;
    return vague ? std::optional(refusal->code) : std::nullopt;
}

// `ask` sends the change under one nonce: the second time it asks what became of the first. Where
// that is not told either, the answer counts only if the first one was the same.
template <class Ask>
Outcome ask_twice(const Invocation& call, const Change& change, const Ask& ask) {
    auto answer = ask(call.budget.first_half());
    const auto* lost = std::get_if<NoAnswer>(&answer);
    if (lost != nullptr && !lost->maybe_done) return unchanged(call, *lost);
    const auto vague = vague_code(answer);
    if (lost != nullptr || vague) {
        call.log(LOG_WARNING, "asking again what became of the change: " +
                                  (lost != nullptr ? lost->detail : code_text(*vague)));
        answer = ask(call.budget.deadline());
        const auto again = vague_code(answer);
        if (again && again != vague)
            return unknown(call, {"no outcome of the change was told", true});
    }
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return refused(call, *refusal);
    if (const auto* none = std::get_if<NoAnswer>(&answer)) return unknown(call, *none);
    const auto& done = std::get<0>(answer);
    return committed(call, change, epoch_of(done), done.sessions);
}

Outcome change_with_ticket(const Invocation& call, const Change& change, const Secret& password) {
    const std::string nonce = call.host.new_nonce();
    return ask_twice(call, change, [&](const Deadline& deadline) {
        return call.host.ramd().change_password(change.account.name, change.ticket, password, nonce,
                                                change.context, deadline);
    });
}

Outcome reset(const Invocation& call, const Change& change, const Secret& password) {
    const std::string nonce = call.host.new_nonce();
    return ask_twice(call, change, [&](const Deadline& deadline) {
        return call.host.ramd().reset_password(change.account.name, password, nonce, deadline);
    });
}

Outcome try_new_password(const Invocation& call, const Change& change, const Secret& password) {
    if (password.size() > Secret::max_size) {
        call.tell_reason("The new password is too long: at most 128 characters are possible.");
        return {PAM_AUTHTOK_ERR, true};
    }
    return change.kind == ChangeKind::reset ? reset(call, change, password)
                                            : change_with_ticket(call, change, password);
}

int ask_until_accepted(const Invocation& call, const Change& change) {
    int code = PAM_AUTHTOK_ERR;
    for (int i = 0; i < tries_for_new_password; ++i) {
        const NewPassword given = ask_new_password(call);
        if (given.asked == Asked::no_answer) {
            if (call.has(PAM_CHANGE_EXPIRED_AUTHTOK)) tell_terminal_is_needed(call);
            return PAM_AUTHTOK_ERR;
        }
        if (given.asked == Asked::did_not_match) continue;
        if (!call.pam.set_password(PasswordItem::present, given.password)) return PAM_SYSTEM_ERR;
        const Outcome outcome = try_new_password(call, change, given.password);
        if (!outcome.ask_again) return outcome.code;
        code = outcome.code;
    }
    return code;
}

int take_from_stack(const Invocation& call, const Change& change) {
    const auto password = call.pam.password(PasswordItem::present);
    if (!password) return PAM_AUTHTOK_ERR;
    return try_new_password(call, change, *password).code;
}

void say_why(const Invocation& call, LogonData& logon) {
    if (logon.reason_told) return;
    call.tell_reason(logon.reason.empty() ? "The password must be changed." : logon.reason);
    logon.reason_told = true;
}

}  // namespace

void tell_terminal_is_needed(const Invocation& call) {
    call.tell_reason(
        "The password of this account must be changed before it can be used: log on with a "
        "terminal.");
}

int commit_change(Invocation& call, const Account& account) {
    auto* plan = kept_for<PendingChange>(call.pam, account.name);
    if (plan == nullptr) return PAM_SYSTEM_ERR;
    if (plan->kind == ChangeKind::nothing_to_do) return PAM_SUCCESS;
    call.budget.shorten_to(plan->time_left);
    LogonData* logon = nullptr;
    if (plan->kind == ChangeKind::forced) {
        logon = kept_for<LogonData>(call.pam, account.name);
        if (logon == nullptr || logon->ticket.empty()) return PAM_SYSTEM_ERR;
        say_why(call, *logon);
    }
    const Change change{account, plan->kind, logon, logon != nullptr ? logon->ticket : plan->ticket,
                        logon_context(call, account)};
    return call.options.use_authtok || call.options.use_first_pass
               ? take_from_stack(call, change)
               : ask_until_accepted(call, change);
}

}  // namespace ramauth::pam
