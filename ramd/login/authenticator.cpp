// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/authenticator.h"

#include <boost/asio/this_coro.hpp>

#include "ramd/login/orphan.h"
#include "ramd/login/password_check.h"
#include "ramd/login/password_state.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"
#include "ramd/login/rehash.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

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

// The ticket is of the epoch that was proved: what happened while the password was hashed is for
// the account check to see.
Secret issue_ticket(LoginServices& services, const Profile& proved, const Secret& password,
                    Purpose purpose) {
    Ticket ticket{
        .user = proved.user, .purpose = purpose, .epoch = proved.epoch, .password = std::nullopt};
    if (purpose == Purpose::change || forces_change(judge_now(services, proved)))
        ticket.password = password.clone();
    return services.tickets.issue(std::move(ticket));
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
    if (const auto present = find_profile(services_, user, &request);
        std::holds_alternative<Refusal>(present)) {
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
    Secret normalised = std::move(std::get<RightPassword>(answer).normalised);
    Authenticated authenticated{
        issue_ticket(services_, profile, normalised, request.context.purpose), {}};
    if (needs_rehash(profile.hash, services_.pool.cost()))
        rehash_later(co_await boost::asio::this_coro::executor, services_, std::move(profile),
                     std::move(normalised), request);
    co_return authenticated;
}

}  // namespace ramd
