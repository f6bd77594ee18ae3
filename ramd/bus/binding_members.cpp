// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/binding_members.h"

#include <utility>
#include <variant>

#include "ramd/bus/message.h"
#include "ramd/bus/mfa_codec.h"
#include "ramd/bus/read_secret.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using ramauth::Refusal;

}  // namespace

asio::awaitable<void> begin_bind(Invocation& in) {
    in.request.deadline = Deadline::after(logon_takes_at_most);
    const auto ticket = read_secret(in);
    if (!ticket) co_return;
    const auto offer = in.use().binder.begin(*ticket, in.request);
    if (const auto* refusal = std::get_if<Refusal>(&offer)) co_return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    append_offer(reply.get(), std::get<DeviceOffer>(offer));
    in.reply.send(reply);
}

asio::awaitable<void> draw_bind(Invocation& in) {
    in.request.deadline = Deadline::after(logon_takes_at_most);
    const auto ticket = read_secret(in);
    if (!ticket) co_return;
    const auto picture = in.use().binder.draw(*ticket, in.request);
    if (const auto* refusal = std::get_if<Refusal>(&picture)) co_return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    append_secret(reply.get(), std::get<Secret>(picture));
    in.reply.send(reply);
}

asio::awaitable<void> finish_bind(Invocation& in) {
    in.request.deadline = Deadline::after(logon_takes_at_most);
    auto ticket = read_secret(in);
    if (!ticket) co_return;
    auto codes = read_code_pair(in);
    if (!codes) co_return;
    const auto outcome = co_await in.use().binder.finish(std::move(*ticket), std::move(*codes),
                                                         std::move(in.request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) co_return in.reply.refuse(*refusal);
    const auto& bound = std::get<DeviceBound>(outcome);
    const ramauth::MessageHandle reply = in.reply.make();
    append_secret(reply.get(), bound.recovery_codes);
    append_texts(reply.get(), bound.next);
    DictionaryWriter(reply.get()).close();
    in.reply.send(reply);
}

}  // namespace ramd
