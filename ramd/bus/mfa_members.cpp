// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/mfa_members.h"

#include <string>
#include <utility>
#include <variant>

#include "ramd/bus/message.h"
#include "ramd/bus/mfa_codec.h"
#include "ramd/bus/permission.h"
#include "ramd/bus/read_secret.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using ramauth::Refusal;

// The first argument, again: after polkit was asked about it.
std::optional<UserName> first_argument(Invocation& in) {
    check(sd_bus_message_rewind(in.args(), 1), "cannot read the arguments again");
    return existing_name(in, read_text(in.args()));
}

struct Asker {
    UserName user;  // whose device it is about
    DeviceRight right;
};

// Nothing means that the call has been answered. Owners are owners, also where that is not enough:
// the use case has a sentence for them.
asio::awaitable<std::optional<Asker>> who_asks(Invocation& in) {
    const std::string user = read_text(in.args());
    DeviceRight right = DeviceRight::administrator;
    if (!in.request.caller.is_root() && is_own(in, user)) {
        const bool is_enough = in.use().devices.owners_may();
        if (is_enough || !co_await is_administrator(in, action::manage_mfa_devices, user))
            right = DeviceRight::owner;
    } else if (!co_await may_manage(in, action::manage_mfa_devices, user, OwnAccount::is_nothing)) {
        co_return std::nullopt;
    }
    auto name = first_argument(in);
    if (!name) co_return std::nullopt;
    co_return Asker{std::move(*name), right};
}

void answer(Invocation& in, const std::optional<Refusal>& refusal) {
    if (refusal) return in.reply.refuse(*refusal);
    in.reply.send(in.reply.make());
}

void create(Invocation& in, const Asker& asker, TotpAlgorithm algorithm) {
    const auto offer = in.use().devices.create(asker.user, algorithm, asker.right, in.request);
    if (const auto* refusal = std::get_if<Refusal>(&offer)) return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    append_offer(reply.get(), std::get<DeviceOffer>(offer));
    in.reply.send(reply);
}

}  // namespace

asio::awaitable<void> get_mfa_info(Invocation& in) {
    const auto user = co_await permitted_user(in, action::view_login_profiles, OwnAccount::counts);
    if (!user) co_return;
    const auto info = in.use().devices.info(*user);
    if (const auto* refusal = std::get_if<Refusal>(&info)) co_return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    encode_mfa_info(reply.get(), std::get<MFAInfo>(info));
    in.reply.send(reply);
}

asio::awaitable<void> create_virtual_mfa_device(Invocation& in) {
    const auto asker = co_await who_asks(in);
    if (asker) create(in, *asker, TotpAlgorithm::sha1);
}

asio::awaitable<void> create_virtual_mfa_device_with(Invocation& in) {
    const auto asker = co_await who_asks(in);
    if (!asker) co_return;
    const auto algorithm = decode_algorithm(in.args());
    if (const auto* refusal = std::get_if<Refusal>(&algorithm)) co_return in.reply.refuse(*refusal);
    create(in, *asker, std::get<TotpAlgorithm>(algorithm));
}

asio::awaitable<void> bind_mfa_device(Invocation& in) {
    auto asker = co_await who_asks(in);
    if (!asker) co_return;
    auto codes = read_code_pair(in);
    if (!codes) co_return;
    const auto outcome = co_await in.use().devices.bind(std::move(asker->user), std::move(*codes),
                                                        asker->right, std::move(in.request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) co_return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    append_secret(reply.get(), std::get<Secret>(outcome));
    in.reply.send(reply);
}

// Owners prove the present factor: unbind_own_mfa_device().
asio::awaitable<void> unbind_mfa_device(Invocation& in) {
    const std::string asked_about = read_text(in.args());
    const bool own = !in.request.caller.is_root() && is_own(in, asked_about);
    if (own && !in.use().devices.owners_may() &&
        !co_await is_administrator(in, action::manage_mfa_devices, asked_about))
        co_return in.reply.refuse(not_owners());
    check(sd_bus_message_rewind(in.args(), 1), "cannot read the arguments again");
    const auto user =
        co_await permitted_user(in, action::manage_mfa_devices, OwnAccount::is_nothing);
    if (!user) co_return;
    answer(in, in.use().devices.unbind(*user, in.request));
}

// No administrator's: polkit is not asked.
asio::awaitable<void> unbind_own_mfa_device(Invocation& in) {
    auto user = login_user(in, read_text(in.args()));
    if (!user) co_return;
    auto code = read_secret(in);
    if (!code) co_return;
    answer(in, co_await in.use().devices.unbind_own(std::move(*user), std::move(*code),
                                                    std::move(in.request)));
}

}  // namespace ramd
