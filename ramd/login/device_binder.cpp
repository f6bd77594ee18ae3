// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/device_binder.h"

#include <utility>

#include "ramd/login/account_state.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"
#include "shared/qr_picture.h"
#include "shared/wire.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

// Nothing for a ticket that is not the caller's or does not want a device. Valid until the book is
// changed.
Ticket* binding_ticket(LoginServices& services, const Secret& name, const Request& request) {
    Ticket* ticket = services.tickets.find_pending(name, request.caller.uid);
    const bool wants =
        ticket != nullptr && ticket->next == std::vector<std::string>{ramauth::wire::factor::bind};
    return wants ? ticket : nullptr;
}

// Guesses are judged by where the logon comes from, and the account by what the logon knows of it.
Request request_of(const Ticket& ticket, const Request& asked) {
    return {.id = asked.id,
            .caller = asked.caller,
            .context = ticket.context,
            .deadline = asked.deadline,
            .abandoned = asked.abandoned};
}

Refusal refuse_ticket(const LoginServices& services, const Request& request) {
    Refusal refusal = refuse(Code::ticket_expired);
    services.log.record(
        {EventKind::logon_refused, {}, refusal.code, refusal.sentence, &request, {}});
    return refusal;
}

std::optional<Refusal> refuse_offer(LoginServices& services, const Ticket& ticket,
                                    const Request& request) {
    const auto found = find_served_profile(services, ticket.user, &request);
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    const Profile& profile = std::get<Profile>(found);
    if (profile.epoch != ticket.epoch) return refuse(Code::ticket_expired);
    if (const auto reason = reason_of_account(services, profile, request.context))
        return refuse(*reason);
    return refuse_binding(profile, request);
}

}  // namespace

std::variant<DeviceOffer, Refusal> DeviceBinder::begin(const Secret& name, const Request& asked) {
    Ticket* ticket = binding_ticket(services_, name, asked);
    if (ticket == nullptr) return refuse_ticket(services_, asked);
    const Request request = request_of(*ticket, asked);
    if (auto refusal = refuse_offer(services_, *ticket, request)) {
        record_refusal(services_, EventKind::logon_refused, ticket->user, *refusal, &request);
        return std::move(*refusal);
    }
    if (!ticket->offered) ticket->offered = new_device(TotpAlgorithm::sha1);
    return offer_of(services_, ticket->user, *ticket->offered);
}

std::variant<Secret, Refusal> DeviceBinder::draw(const Secret& name, const Request& asked) {
    auto begun = begin(name, asked);
    if (auto* refusal = std::get_if<Refusal>(&begun)) return std::move(*refusal);
    // sshd and its clients show what controls a terminal as text.
    auto picture =
        ramauth::qr_picture(std::get<DeviceOffer>(begun).uri.view(), ramauth::QrColours::plain);
    if (!picture) return refuse(Code::service_failure);
    return std::move(*picture);
}

boost::asio::awaitable<std::variant<DeviceBound, Refusal>> DeviceBinder::finish(Secret name,
                                                                                CodePair codes,
                                                                                Request asked) {
    const Ticket* ticket = binding_ticket(services_, name, asked);
    if (ticket == nullptr || !ticket->offered) co_return refuse_ticket(services_, asked);
    const Request request = request_of(*ticket, asked);
    Binding binding{.user = ticket->user,
                    .device = *ticket->offered,
                    .codes = std::move(codes),
                    .epoch = ticket->epoch,
                    .refused_as = EventKind::logon_refused};
    auto bound = co_await bind_device(services_, std::move(binding), request);
    if (auto* refusal = std::get_if<Refusal>(&bound)) co_return std::move(*refusal);
    // Its time may have been over meanwhile: then the logon begins again, with the device.
    if (Ticket* completed = binding_ticket(services_, name, asked)) {
        completed->next.clear();
        completed->offered.reset();
        completed->factor_given = true;
    }
    co_return DeviceBound{std::move(std::get<Secret>(bound)), {}};
}

}  // namespace ramd
