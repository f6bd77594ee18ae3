// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/account_checker.h"

#include "ramd/login/orphan.h"
#include "ramd/login/password_state.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/programmatic.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

std::optional<Code> reason_of_account(const Profile& profile, const Request& request) {
    if (is_programmatic(request.context)) return std::nullopt;
    if (is_orphaned(profile, request.context)) return Code::temporarily_unmodifiable;
    if (profile.status == Status::inactive) return Code::login_disabled;
    return std::nullopt;
}

std::optional<Code> reason_of_ticket(const LoginServices& services, const Profile& profile,
                                     const Ticket& ticket) {
    if (ticket.epoch != profile.epoch) return Code::stale_logon;
    const auto verdict = judge_now(services, profile);
    if (auto reason = reason_of(verdict)) return reason;
    if (ticket.purpose == Purpose::change && !allow_user_to_change_password)
        return Code::change_not_allowed;
    return std::nullopt;
}

CheckedAccount judged(const Profile& profile, std::optional<Code> reason) {
    CheckedAccount checked;
    checked.epoch = profile.epoch;
    checked.reason = reason;
    if (!reason) {
        checked.verdict = Verdict::ok;
        return checked;
    }
    checked.message = refuse(*reason).sentence;
    checked.change_required =
        *reason == Code::password_expired || *reason == Code::password_reset_required;
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
    profile.life.initial = false;
    profile.failed_attempts = 0;
    profile.last_login = profile.last_session = services.now();
    profile.last_login_source = source_of(request.context);
    StoreChange change;
    change.put = profile;
    commit_if_possible(services, change, profile.user, &request);
    record(services, EventKind::logon_allowed, profile.user, "by password", &request);
}

// A key, root's su: no password was proved. That somebody only asks about their own account is not
// a logon.
void write_other_logon(LoginServices& services, Profile& profile, const Request& request) {
    if (!request.context.believed) return;
    if (!is_programmatic(request.context)) {
        profile.last_session = services.now();
        StoreChange change;
        change.put = profile;
        commit_if_possible(services, change, profile.user, &request);
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
    Ticket* ticket = context.ticket ? services_.tickets.find(*context.ticket, user) : nullptr;
    if (context.ticket && (ticket == nullptr || ticket->purpose != context.purpose)) {
        Refusal refusal = refuse(Code::ticket_expired);
        record_refusal(services_, EventKind::logon_refused, user, refusal, &request);
        return refusal;
    }
    auto reason = reason_of_account(profile, request);
    if (!reason && ticket != nullptr) reason = reason_of_ticket(services_, profile, *ticket);
    CheckedAccount checked = judged(profile, reason);
    if (ticket == nullptr && context.purpose == Purpose::change && !reason)
        checked.change_required = reason_of(judge_now(services_, profile)).has_value();
    if (reason) {
        if (reason == Code::temporarily_unmodifiable)
            mark_if_uid_differs(services_, profile, request);
        record_verdict(services_, profile, checked, request);
    } else if (context.purpose == Purpose::logon) {
        if (ticket != nullptr) {
            write_password_logon(services_, profile, *ticket, request);
            checked.message = expiry_news(services_, profile);
        } else {
            write_other_logon(services_, profile, request);
        }
    }
    return checked;
}

}  // namespace ramd
