// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/authenticator.h"

#include <boost/asio/this_coro.hpp>

#include "ramd/login/account_state.h"
#include "ramd/login/factor_demand.h"
#include "ramd/login/orphan.h"
#include "ramd/login/password_check.h"
#include "ramd/login/password_state.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"
#include "ramd/login/rehash.h"

namespace ramd {
namespace {

namespace policy = ramauth::policy;
using ramauth::Code;
using ramauth::Refusal;
using Kind = policy::FactorDemand::Kind;

EventKind refusal_kind(const Request& request) {
    return request.context.purpose == Purpose::change ? EventKind::password_change_refused
                                                      : EventKind::logon_refused;
}

Refusal answer_wrong(LoginServices& services, const Profile& profile, const WrongPassword& wrong,
                     const Request& request) {
    mark_if_uid_differs(services, profile, request);
    Refusal refusal = refuse(Code::authentication_failed);
    record_refusal(services, refusal_kind(request), profile.user, refusal, &request, wrong.why);
    return refusal;
}

// Nobody binds a device to an account that the account check would refuse.
std::optional<Code> reason_against_binding(const LoginServices& services, const Profile& profile,
                                           const LogonContext& context) {
    if (auto reason = reason_of_account(services, profile, context)) return reason;
    const auto verdict = judge_now(services, profile);
    return needs_administrator(verdict) ? reason_of(verdict) : std::nullopt;
}

// A change that the logon forces wants what any change wants.
policy::FactorDemand demand_of(const LoginServices& services, const Profile& profile,
                               const LogonContext& context) {
    if (context.purpose == Purpose::change) return factor_of_change(services, profile, context);
    auto demand = factor_of_logon(services, profile, context);
    const bool asks = demand.kind == Kind::verify || demand.kind == Kind::bind;
    if (asks || demand.kind == Kind::impossible || !forces_change(judge_now(services, profile)))
        return demand;
    auto of_change = factor_of_forced_change(services, profile, context);
    return of_change.kind == Kind::nothing ? demand : of_change;
}

std::optional<Refusal> refuse_demand(const LoginServices& services, const Profile& profile,
                                     const policy::FactorDemand& demand,
                                     const LogonContext& context) {
    if (demand.kind == Kind::impossible) return refuse_without_factor();
    if (demand.kind != Kind::bind) return std::nullopt;
    const auto reason = reason_against_binding(services, profile, context);
    return reason ? std::optional(refuse(*reason)) : std::nullopt;
}

// The ticket is of the epoch that was proved: what happened while the password was hashed is for
// the account check to see.
Authenticated issue_ticket(LoginServices& services, const Profile& proved, const Secret& password,
                           const policy::FactorDemand& demand, Request& request) {
    const Purpose purpose = request.context.purpose;
    Authenticated authenticated{{}, words_of(demand), {}};
    Ticket ticket{.user = proved.user,
                  .purpose = purpose,
                  .epoch = proved.epoch,
                  .password = std::nullopt,
                  .next = authenticated.next,
                  .exempt = is_exempt_from_factor(services, request.context),
                  .holder = request.caller.uid};
    if (purpose == Purpose::change || forces_change(judge_now(services, proved)))
        ticket.password = password.clone();
    if (!ticket.next.empty()) ticket.context = request.context;
    if (demand.kind == Kind::offer)
        authenticated.message =
            "You can bind a device for verification codes to this account: run \"ramctl mfa "
            "bind\".";
    authenticated.ticket = services.tickets.issue(std::move(ticket));
    return authenticated;
}

}  // namespace

boost::asio::awaitable<std::variant<Authenticated, Refusal>> Authenticator::authenticate(
    UserName user, Secret password, Request request) {
    auto found = find_served_profile(services_, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) {
        record_refusal(services_, refusal_kind(request), user, *refusal, &request);
        co_return std::move(*refusal);
    }
    Profile profile = std::move(std::get<Profile>(found));
    PasswordAnswer answer = co_await check_typed_password(services_, profile, password, request);
    password.wipe();
    if (auto* refusal = std::get_if<Refusal>(&answer)) {
        record_refusal(services_, refusal_kind(request), user, *refusal, &request);
        co_return std::move(*refusal);
    }
    if (const auto* wrong = std::get_if<WrongPassword>(&answer))
        co_return answer_wrong(services_, profile, *wrong, request);
    // Deleted while it was hashed: this was nobody's password when the answer is given.
    const auto present = find_profile(services_, user, &request);
    if (std::holds_alternative<Refusal>(present)) {
        Refusal refusal = refuse(Code::authentication_failed);
        record_refusal(services_, refusal_kind(request), user, refusal, &request,
                       "the profile went away meanwhile");
        co_return refusal;
    }
    if (request.context.purpose == Purpose::change) {
        if (auto refusal = refuse_change(services_, profile)) {
            record_refusal(services_, refusal_kind(request), user, *refusal, &request);
            co_return std::move(*refusal);
        }
    }
    // As it is now: a device may have been bound or lost meanwhile.
    const Profile& now = std::get<Profile>(present);
    const auto demand = demand_of(services_, now, request.context);
    if (auto refusal = refuse_demand(services_, now, demand, request.context)) {
        record_refusal(services_, refusal_kind(request), user, *refusal, &request);
        co_return std::move(*refusal);
    }
    Secret normalised = std::move(std::get<RightPassword>(answer).normalised);
    Authenticated authenticated = issue_ticket(services_, profile, normalised, demand, request);
    if (needs_rehash(profile.hash, services_.pool.cost()))
        rehash_later(co_await boost::asio::this_coro::executor, services_, std::move(profile),
                     std::move(normalised), request);
    co_return authenticated;
}

}  // namespace ramd
