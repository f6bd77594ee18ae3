// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/factor_members.h"

#include <string>
#include <utility>
#include <variant>

#include "ramd/bus/context_decode.h"
#include "ramd/bus/message.h"
#include "ramd/bus/permission.h"
#include "ramd/bus/read_secret.h"
#include "shared/secret_fd.h"
#include "shared/wire.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
namespace wire = ramauth::wire;
using ramauth::Refusal;

}  // namespace

void append_ticket(sd_bus_message* reply, const Authenticated& proved) {
    const ramauth::UniqueFd ticket = ramauth::secret_to_fd(proved.ticket);
    check(sd_bus_message_append(reply, "h", ticket.get()), "cannot write a ticket");
    append_texts(reply, proved.next);
}

asio::awaitable<void> begin_factor(Invocation& in) {
    const auto user = login_user(in, read_text(in.args()));
    if (!user) co_return;
    if (!in.request.caller.is_root())
        co_return in.reply.refuse(
            {ramauth::Code::no_permission, "Who has proved a key says uid 0 alone.", {}});
    if (const auto refusal = decode_context(in.args(), in.request))
        co_return in.reply.refuse(*refusal);
    const auto outcome = in.use().factors.begin(*user, std::move(in.request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) co_return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    append_ticket(reply.get(), std::get<Authenticated>(outcome));
    in.reply.send(reply);
}

asio::awaitable<void> verify(Invocation& in) {
    in.request.deadline = Deadline::after(logon_takes_at_most);
    auto ticket = read_secret(in);
    if (!ticket) co_return;
    std::string way = read_text(in.args());
    auto code = read_secret(in);
    if (!code) co_return;
    const auto outcome = co_await in.use().factors.verify(std::move(*ticket), std::move(way),
                                                          std::move(*code), std::move(in.request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) co_return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    append_texts(reply.get(), std::get<std::vector<std::string>>(outcome));
    DictionaryWriter(reply.get()).close();
    in.reply.send(reply);
}

asio::awaitable<void> send_code(Invocation& in) {
    in.request.deadline = Deadline::after(logon_takes_at_most);
    auto ticket = read_secret(in);
    if (!ticket) co_return;
    std::string way = read_text(in.args());
    const auto outcome = co_await in.use().factors.send_code(std::move(*ticket), std::move(way),
                                                             std::move(in.request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) co_return in.reply.refuse(*refusal);
    const auto& sent = std::get<SentCode>(outcome);
    const ramauth::MessageHandle reply = in.reply.make();
    DictionaryWriter facts(reply.get());
    if (!sent.to.empty()) facts.text(wire::facts::sent_to, sent.to);
    if (sent.wait) facts.number(wire::facts::wait_seconds, *sent.wait);
    facts.close();
    in.reply.send(reply);
}

}  // namespace ramd
