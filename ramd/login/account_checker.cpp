// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/account_checker.h"

#include "ramd/login/account_state.h"
#include "ramd/login/factor_demand.h"
#include "ramd/login/guess_gate.h"
#include "ramd/login/idleness.h"
#include "ramd/login/known_sources.h"
#include "ramd/login/orphan.h"
#include "ramd/login/password_state.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/programmatic.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

namespace policy = ramauth::policy;
using ramauth::Code;
using ramauth::Refusal;

std::optional<Code> reason_of_ticket(const LoginServices& services, const Profile& profile,
                                     const Ticket& ticket) {
    if (ticket.epoch != profile.epoch) return Code::stale_logon;
    if (auto reason = reason_of(judge_now(services, profile))) return reason;
    if (ticket.purpose != Purpose::change) return std::nullopt;
    const auto refusal = refuse_change(services, profile);
    return refusal ? std::optional(refusal->code) : std::nullopt;
}

// No password was proved: a key, root's su.
std::optional<Code> reason_without_ticket(const LoginServices& services, const Profile& profile,
                                          const Request& request) {
    if (request.context.purpose != Purpose::logon ||
        !services.store.preference().expiry_stops_key_logon)
        return std::nullopt;
    // A forced change concerns the password alone; expiry counts beside it.
    Profile unforced = profile;
    unforced.life.reset_required = false;
    return reason_of(judge_now(services, unforced));
}

// A key was seen, and a code perhaps: what is known of the password says nothing.
bool proves_password(const Ticket* ticket) {
    return ticket != nullptr && !ticket->by_key;
}

std::optional<Code> reason_against(const LoginServices& services, const Profile& profile,
                                   const Ticket* ticket, const Request& request) {
    if (is_programmatic(services, request)) return std::nullopt;
    if (auto reason = reason_of_account(services, profile, request.context)) return reason;
    return proves_password(ticket) ? reason_of_ticket(services, profile, *ticket)
                                   : reason_without_ticket(services, profile, request);
}

CheckedAccount judged(const Profile& profile, std::optional<Code> reason, bool has_ticket) {
    CheckedAccount checked;
    checked.epoch = profile.epoch;
    checked.reason = reason;
    if (!reason) {
        checked.verdict = Verdict::ok;
        return checked;
    }
    checked.message = refuse(*reason).sentence;
    const bool curable =
        *reason == Code::password_expired || *reason == Code::password_reset_required;
    checked.change_required = curable && has_ticket;
    if (curable && !has_ticket)
        checked.message =
            "Your password has expired, and logons by key with it. Log on with the "
            "password and choose a new one.";
    checked.verdict = checked.change_required ? Verdict::change_required : Verdict::refused;
    return checked;
}

std::string source_of(const LogonContext& context) {
    return context.remote_host.empty() ? context.tty : context.remote_host;
}

// The successful password logon. What cannot be written does not refuse it.
void write_password_logon(LoginServices& services, Profile& profile, Ticket& ticket,
                          const Request& request) {
    if (ticket.logon_recorded) return;
    ticket.logon_recorded = true;
    if (owes_factor(services, profile, ticket, request.context)) {
        profile.guesses = guesses_of(services, profile);
    } else {
        forgive(services, profile, request);
        remember_factor_source(profile, request.context);
    }
    profile.life = policy::after(profile.life, policy::PasswordEvent::logon_let_in, services.now());
    profile.last_login = services.now();
    profile.last_login_source = source_of(request.context);
    note_session(services, profile, request);
    (void)write_or_keep_guesses(services, profile, request);
    record(services, EventKind::logon_allowed, profile.user, "by password", &request);
}

// A key, root's su: no password was proved. That somebody only asks about their own account is not
// a logon.
void write_other_logon(LoginServices& services, Profile& profile, const Ticket* ticket,
                       const Request& request) {
    if (!request.context.believed) return;
    if (!is_programmatic(services, request)) {
        note_session(services, profile, request);
        if (ticket != nullptr && !owes_factor(services, profile, *ticket, request.context))
            remember_factor_source(profile, request.context);
        if (ticket != nullptr && ticket->factor_given)
            forgive(services, profile, request);
        else
            profile.guesses = guesses_of(services, profile);
        (void)write_or_keep_guesses(services, profile, request);
    }
    record(services, EventKind::logon_allowed, profile.user, "without a password", &request);
}

void record_verdict(LoginServices& services, const Profile& profile, const CheckedAccount& checked,
                    const Request& request) {
    const auto kind = request.context.purpose == Purpose::change
                          ? EventKind::password_change_refused
                          : EventKind::logon_refused;
    record_refusal(services, kind, profile.user, refuse(*checked.reason), &request);
}

}  // namespace

std::variant<CheckedAccount, Refusal> AccountChecker::check(const UserName& user,
                                                            const Request& request) {
    const auto& context = request.context;
    auto found = find_served_profile(services_, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) {
        record_refusal(services_, EventKind::logon_refused, user, *refusal, &request);
        return std::move(*refusal);
    }
    Profile profile = std::move(std::get<Profile>(found));
    Ticket* ticket = request.ticket ? services_.tickets.find(*request.ticket, user) : nullptr;
    if (request.ticket && (ticket == nullptr || ticket->purpose != context.purpose)) {
        Refusal refusal = refuse(Code::ticket_expired);
        record_refusal(services_, EventKind::logon_refused, user, refusal, &request);
        return refusal;
    }
    const bool by_password = proves_password(ticket);
    const auto reason = reason_against(services_, profile, ticket, request);
    CheckedAccount checked = judged(profile, reason, by_password);
    if (ticket == nullptr && context.purpose == Purpose::change && !reason)
        checked.change_required = reason_of(judge_now(services_, profile)).has_value();
    if (reason) {
        if (reason == Code::temporarily_unmodifiable)
            mark_if_uid_differs(services_, profile, request);
        // Spends the tickets of the user.
        if (reason == Code::login_disabled && profile.status != Status::inactive)
            turn_inactive(services_, profile, &request);
        record_verdict(services_, profile, checked, request);
    } else if (context.purpose == Purpose::logon) {
        if (by_password) {
            write_password_logon(services_, profile, *ticket, request);
            checked.message = expiry_news(services_, profile);
        } else {
            write_other_logon(services_, profile, ticket, request);
        }
    }
    return checked;
}

}  // namespace ramd
