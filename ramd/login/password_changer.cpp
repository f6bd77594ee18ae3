// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_changer.h"

#include "ramd/login/change_once.h"
#include "ramd/login/ending_sessions.h"
#include "ramd/login/factor_demand.h"
#include "ramd/login/guess_gate.h"
#include "ramd/login/idleness.h"
#include "ramd/login/new_password.h"
#include "ramd/login/orphan.h"
#include "ramd/login/password_check.h"
#include "ramd/login/password_history.h"
#include "ramd/login/password_state.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"
#include "ramd/login/reset_code.h"
#include "ramd/login/revoking_change.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;
using ramauth::policy::PasswordEvent;
template <class T>
using Awaitable = boost::asio::awaitable<T>;

struct Proven {
    std::optional<Secret> old_password;  // normalised; nothing where the ticket did not keep it
    bool of_logon = false;               // by the ticket of a logon
    bool factor_given = false;           // or none is wanted on this stack
};
using ProvenOrNot = std::variant<Proven, Refusal>;

Awaitable<ProvenOrNot> prove(LoginServices& services, const Profile& profile,
                             const PasswordProof& proof, const Request& request) {
    PasswordAnswer answer =
        co_await check_typed_password(services, profile, proof.password, request);
    if (auto* refusal = std::get_if<Refusal>(&answer)) co_return std::move(*refusal);
    if (std::holds_alternative<WrongPassword>(answer))
        co_return refuse(Code::old_password_incorrect);
    co_return Proven{std::move(std::get<RightPassword>(answer).normalised), false,
                     is_exempt_from_factor(services, request.context)};
}

// A ticket of a logon proves a change that is forced, and no other.
ProvenOrNot prove(LoginServices& services, const Profile& profile, const TicketProof& proof) {
    const Ticket* ticket = services.tickets.find(proof.ticket, profile.user);
    if (ticket == nullptr) return refuse(Code::ticket_expired);
    if (ticket->epoch != profile.epoch) return refuse(Code::concurrent_modification);
    const auto verdict = judge_now(services, profile);
    if (ticket->purpose == Purpose::logon && !forces_change(verdict) &&
        !needs_administrator(verdict))
        return refuse(Code::ticket_expired);
    if (ticket->by_key) return refuse(Code::ticket_expired);
    Proven proven{std::nullopt, ticket->purpose == Purpose::logon,
                  ticket->factor_given || ticket->exempt};
    if (ticket->password) proven.old_password = ticket->password->clone();
    return proven;
}

Awaitable<ProvenOrNot> prove(LoginServices& services, const Profile& profile, const Proof& proof,
                             const Request& request) {
    if (const auto* ticket = std::get_if<TicketProof>(&proof))
        co_return prove(services, profile, *ticket);
    co_return co_await prove(services, profile, std::get<PasswordProof>(proof), request);
}

// VerifyIdentityOnPasswordChange: the factor comes with the ticket.
std::optional<Refusal> refuse_unverified(const LoginServices& services, const Profile& profile,
                                         const Proven& proven, const Request& request) {
    using Kind = ramauth::policy::FactorDemand::Kind;
    if (proven.factor_given) return std::nullopt;
    const auto demand = factor_of_change(services, profile, request.context);
    if (demand.kind == Kind::nothing) return std::nullopt;
    if (demand.kind == Kind::impossible) return refuse_without_factor();
    return Refusal{Code::change_not_allowed,
                   "A second factor has to be given before a change. Change the password with "
                   "passwd(1), which asks for it.",
                   {}};
}

// The ticket of a logon that was not yet forced to change did not keep the password.
bool old_password_is_missing(const LoginServices& services, const Profile& profile,
                             const Proven& proven) {
    return !proven.old_password && !has_reset_code(profile) &&
           services.store.policy().minimum_changed_characters != 0;
}

struct NewCredential {
    PasswordHash hash;
    SessionsBefore sessions;
    bool of_logon = false;
};

ChangeOutcome commit(LoginServices& services, const Profile& proved, NewCredential credential,
                     const Request& request) {
    auto found = find_profile(services, proved.user, &request);
    auto* profile = std::get_if<Profile>(&found);
    if (profile == nullptr || profile->epoch != proved.epoch || profile->orphaned)
        return refuse(Code::concurrent_modification);
    if (request.too_late()) return refusal_of(Abandoned{});
    const auto now = services.now();
    // A forced change that is committed is the successful password logon.
    if (credential.of_logon && request.context.believed &&
        forces_change(judge_now(services, *profile))) {
        const auto& context = request.context;
        profile->last_login = now;
        profile->last_login_source =
            context.remote_host.empty() ? context.tty : context.remote_host;
        note_session(services, *profile, request);
    }
    replace_hash(*profile, std::move(credential.hash),
                 services.store.policy().password_reuse_prevention);
    profile->life = after(profile->life, PasswordEvent::changed_by_user, now);
    profile->updated = now;
    profile->guesses = {};
    profile->last_change_nonce = stored_nonce(request);
    const auto written = commit_and_revoke(services,
                                           {.profile = *profile,
                                            .reason = "password-changed",
                                            .last_session = std::move(credential.sessions.own),
                                            .by_user = true},
                                           &request);
    if (const auto* refusal = std::get_if<Refusal>(&written)) return *refusal;
    forget_guesses(services, proved.user);
    services.tickets.spend_all_of(proved.user);
    return PasswordChanged{std::get<Committed>(written).epoch, credential.sessions.ending};
}

Awaitable<ChangeOutcome> attempt(LoginServices& services, const UserName& user, const Proof& proof,
                                 const Secret& new_password, const Request& request) {
    auto found = find_served_profile(services, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) co_return std::move(*refusal);
    const Profile& profile = std::get<Profile>(found);
    if (is_orphaned(profile, request.context)) {
        mark_if_uid_differs(services, profile, request);
        co_return refuse(Code::temporarily_unmodifiable);
    }
    ProvenOrNot proven = co_await prove(services, profile, proof, request);
    if (auto* refusal = std::get_if<Refusal>(&proven)) co_return std::move(*refusal);
    const Proven& by = std::get<Proven>(proven);
    if (auto refusal = refuse_change(services, profile)) co_return std::move(*refusal);
    if (auto refusal = refuse_unverified(services, profile, by, request))
        co_return std::move(*refusal);
    if (old_password_is_missing(services, profile, by)) co_return refuse(Code::ticket_expired);
    // A reset code is no password: the new one may resemble it, and must not be it.
    const Secret* old = by.old_password && !has_reset_code(profile) ? &*by.old_password : nullptr;
    auto accepted = co_await accept_new_password(
        services, {.typed = new_password,
                   .user = user,
                   .old = old,
                   .contact = {profile.recovery_email, profile.recovery_mobile}});
    if (auto* refusal = std::get_if<Refusal>(&accepted)) co_return std::move(*refusal);
    const Secret& wanted = std::get<Secret>(accepted);
    auto reused = co_await refuse_reused(services, profile, wanted, old, request);
    if (reused) co_return std::move(*reused);
    SessionsBefore sessions = co_await sessions_before(services, profile.uid, request);
    auto hashed = co_await hash_new_password(services, wanted, request);
    if (auto* refusal = std::get_if<Refusal>(&hashed)) co_return std::move(*refusal);
    NewCredential credential{std::move(std::get<PasswordHash>(hashed)), std::move(sessions),
                             by.of_logon};
    ChangeOutcome outcome = commit(services, profile, std::move(credential), request);
    if (auto* changed = std::get_if<PasswordChanged>(&outcome))
        co_await note_permission(services, profile.uid, changed->sessions);
    co_return outcome;
}

std::string told_session(const Request& request) {
    return request.context.believed ? request.context.session : std::string();
}

void announce(LoginServices& services, const UserName& user, const ChangeOutcome& outcome,
              const Request& request) {
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
        record_refusal(services, EventKind::password_change_refused, user, *refusal, &request);
        return;
    }
    record(services, EventKind::password_changed, user, "by the user", &request);
    services.listener.profile_changed(
        user, {"PasswordStatus", "PasswordResetRequired", "PasswordChangeTime", "UpdateDate"});
}

}  // namespace

Awaitable<ChangeOutcome> PasswordChanger::change(UserName user, Proof proof, Secret new_password,
                                                 Request request) {
    const MakeChange make = [&]() -> Awaitable<ChangeOutcome> {
        ChangeOutcome outcome = co_await attempt(services_, user, proof, new_password, request);
        announce(services_, user, outcome, request);
        co_return outcome;
    };
    ChangeOutcome outcome = co_await change_once(services_, nonces_, user, request, make);
    auto* changed = std::get_if<PasswordChanged>(&outcome);
    if (changed != nullptr && services_.store.preference().keep_changing_session)
        changed->sessions = sparing_the_asking(changed->sessions, told_session(request));
    co_return outcome;
}

}  // namespace ramd
