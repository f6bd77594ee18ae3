// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/factor_verifier.h"

#include <algorithm>

#include "ramd/factor/masked.h"
#include "ramd/login/account_state.h"
#include "ramd/login/code_check.h"
#include "ramd/login/factor_demand.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"
#include "shared/contact_form.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using ramauth::Code;
using ramauth::Refusal;
using Kind = ramauth::policy::FactorDemand::Kind;
using Ways = std::vector<std::string>;

EventKind refusal_kind(const Request& request) {
    return request.context.purpose == Purpose::change ? EventKind::password_change_refused
                                                      : EventKind::logon_refused;
}

struct PendingLogon {
    UserName user;
    Ways ways;
};

// What is said of the logon is what was said when it began.
std::variant<PendingLogon, Refusal> find_logon(LoginServices& services, const Secret& name,
                                               Request& request) {
    const Ticket* ticket = services.tickets.find_pending(name, request.caller.uid);
    if (ticket == nullptr || ticket->next == Ways{"bind"}) return refuse(Code::ticket_expired);
    request.context = ticket->context;
    return PendingLogon{ticket->user, ticket->next};
}

// Those of `among` that `way` names.
std::variant<Ways, Refusal> choose(Ways among, const std::string& way) {
    if (way.empty() && !among.empty()) return among;
    if (std::ranges::find(among, way) == among.end())
        return refuse_format("Method", "must be empty or one of those that the ticket lists");
    return Ways{way};
}

Ways that_can_be_sent(Ways ways) {
    std::erase_if(ways, [](const auto& way) { return way != "email" && way != "sms"; });
    return ways;
}

CourierWay courier_way(std::string_view way) {
    return way == "email" ? CourierWay::email : CourierWay::sms;
}

CourierMessage message_to(const LoginServices& services, const Profile& profile, CourierWay way,
                          const Secret& code) {
    const auto names = services.host_names();
    const std::string host = names.empty() ? std::string("this host") : names.front();
    const std::string before = "Your verification code for " + host + ": ";
    const std::string after =
        "\nIt is good for ten minutes and once. Nobody will ask you for it but " + host +
        " itself.\nIf you are not logging on there, somebody knows your password: change it.\n";
    Secret text(before.size() + code.size() + after.size());
    for (const auto part : {std::string_view(before), code.view(), std::string_view(after)})
        for (const char byte : part) text.push_back(byte);
    const bool mail = way == CourierWay::email;
    return {way, mail ? profile.recovery_email : ramauth::bare_number(profile.recovery_mobile),
            "Verification code for " + host, std::move(text)};
}

// Where it went; empty where it could not be handed over.
asio::awaitable<std::string> send_by(LoginServices& services, const Profile& profile,
                                     CourierWay way, Deadline by) {
    const UserName user = profile.user;
    CourierMessage message =
        message_to(services, profile, way, services.sent_codes.make(user, way, services.clock()));
    const std::string to = masked(way, message.to);
    const bool sent =
        services.courier != nullptr && co_await services.courier->hand_over(std::move(message), by);
    if (!sent) {
        services.sent_codes.drop(user, way);
        co_return std::string();
    }
    services.sent_codes.handed_over(user, way);
    co_return to;
}

// The first of the ways that works, each with its part of the time.
asio::awaitable<std::variant<SentCode, Refusal>> send(LoginServices& services,
                                                      const Profile& profile, const Ways& ways,
                                                      const Request& request) {
    const auto now = services.clock();
    if (const auto wait = services.sent_codes.wait(profile.user, now); wait.count() > 0) {
        if (services.sent_codes.has(profile.user, now))
            co_return SentCode{{}, static_cast<std::uint32_t>(wait.count())};
        co_return Refusal{Code::limit_exceeded,
                          "Another code can be had in " + std::to_string(wait.count()) +
                              " seconds: press Enter then.",
                          {}};
    }
    auto left = static_cast<int>(ways.size());
    for (const auto& way : ways) {
        const auto by = Deadline::after(request.deadline.left() / left--);
        const auto to = co_await send_by(services, profile, courier_way(way), by);
        if (to.empty()) continue;
        record(services, EventKind::code_sent, profile.user, "to " + to, &request);
        co_return SentCode{to, std::nullopt};
    }
    Refusal refusal{Code::service_failure,
                    "The code could not be sent. Use another way, or try again in a minute.",
                    {}};
    record_refusal(services, EventKind::code_not_sent, profile.user, refusal, &request);
    co_return refusal;
}

}  // namespace

std::variant<Authenticated, Refusal> FactorVerifier::begin(const UserName& user, Request request) {
    auto found = find_served_profile(services_, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) {
        record_refusal(services_, EventKind::logon_refused, user, *refusal, &request);
        return std::move(*refusal);
    }
    const Profile& profile = std::get<Profile>(found);
    const auto demand = factor_of_logon(services_, profile, request.context);
    if (demand.kind == Kind::impossible) {
        Refusal refusal = refuse_without_factor();
        record_refusal(services_, EventKind::logon_refused, user, refusal, &request);
        return refusal;
    }
    const auto reason = demand.kind == Kind::bind
                            ? reason_of_account(services_, profile, request.context)
                            : std::nullopt;
    if (reason) {
        Refusal refusal = refuse(*reason);
        record_refusal(services_, EventKind::logon_refused, user, refusal, &request);
        return refusal;
    }
    Authenticated begun{{}, words_of(demand), {}};
    begun.ticket = services_.tickets.issue({.user = user,
                                            .purpose = Purpose::logon,
                                            .epoch = profile.epoch,
                                            .password = std::nullopt,
                                            .next = begun.next,
                                            .by_key = true,
                                            .context = std::move(request.context),
                                            .holder = request.caller.uid});
    return begun;
}

asio::awaitable<std::variant<Ways, Refusal>> FactorVerifier::verify(Secret ticket, std::string way,
                                                                    Secret code, Request request) {
    auto logon = find_logon(services_, ticket, request);
    if (auto* refusal = std::get_if<Refusal>(&logon)) co_return std::move(*refusal);
    const UserName user = std::get<PendingLogon>(logon).user;
    auto ways = choose(std::get<PendingLogon>(logon).ways, way);
    if (auto* refusal = std::get_if<Refusal>(&ways)) co_return std::move(*refusal);
    CodeAnswer answer =
        co_await check_code(services_, user, std::move(std::get<Ways>(ways)), code, request);
    if (auto* refusal = std::get_if<Refusal>(&answer)) {
        record_refusal(services_, refusal_kind(request), user, *refusal, &request);
        co_return std::move(*refusal);
    }
    if (const auto* wrong = std::get_if<WrongCode>(&answer)) {
        Refusal refusal = refuse(Code::authentication_failed);
        record_refusal(services_, refusal_kind(request), user, refusal, &request,
                       "second factor: " + wrong->why);
        co_return refusal;
    }
    Ticket* proved = services_.tickets.find_pending(ticket, request.caller.uid);
    if (proved == nullptr) co_return refuse(Code::ticket_expired);
    proved->next.clear();
    proved->factor_given = true;
    record(services_, EventKind::factor_given, user, std::get<RightCode>(answer).how, &request);
    co_return Ways{};
}

asio::awaitable<std::variant<SentCode, Refusal>> FactorVerifier::send_code(Secret ticket,
                                                                           std::string way,
                                                                           Request request) {
    auto logon = find_logon(services_, ticket, request);
    if (auto* refusal = std::get_if<Refusal>(&logon)) co_return std::move(*refusal);
    const auto& pending = std::get<PendingLogon>(logon);
    auto ways = choose(that_can_be_sent(pending.ways), way);
    if (auto* refusal = std::get_if<Refusal>(&ways)) co_return std::move(*refusal);
    auto found = find_served_profile(services_, pending.user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) co_return std::move(*refusal);
    co_return co_await send(services_, std::get<Profile>(found), std::get<Ways>(ways), request);
}

}  // namespace ramd
