// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/reset_code_members.h"

#include <string>
#include <utility>
#include <variant>

#include "ramd/bus/message.h"
#include "ramd/bus/permission.h"
#include "ramd/bus/secret_argument.h"
#include "shared/wire.h"

namespace ramd {
namespace {

using ramauth::Refusal;

std::variant<ResetCodeOptions, Refusal> decode_options(sd_bus_message* message) {
    ResetCodeOptions options;
    bool seen = false;
    DictionaryReader entry(message);
    while (entry.next()) {
        if (entry.key() != "Mail") return wrong_format(entry.key(), "is not an option");
        if (std::exchange(seen, true)) return wrong_format(entry.key(), "comes twice");
        const auto mail = entry.flag();
        if (!mail) return wrong_format(entry.key(), "must be true or false");
        options.mail = *mail;
    }
    return options;
}

void encode_made(sd_bus_message* reply, const ResetCodeMade& made) {
    DictionaryWriter out(reply);
    if (made.code) out.fd("Code", *made.code);
    out.time("ValidUntil", made.valid_until);
    if (!made.sent_to.empty()) out.text(ramauth::wire::facts::sent_to, made.sent_to);
    out.close();
}

}  // namespace

boost::asio::awaitable<void> create_reset_code(Invocation& in) {
    const std::string asked_about = read_text(in.args());
    if (!co_await may_manage(in, action::reset_passwords, asked_about, OwnAccount::is_nothing))
        co_return;
    check(sd_bus_message_rewind(in.args(), 1), "cannot read the arguments again");
    auto user = existing_name(in, read_text(in.args()));
    if (!user) co_return;
    const auto options = decode_options(in.args());
    if (const auto* refusal = std::get_if<Refusal>(&options)) co_return in.reply.refuse(*refusal);
    const auto made = co_await in.use().reset_codes.make(
        std::move(*user), std::get<ResetCodeOptions>(options), std::move(in.request));
    if (const auto* refusal = std::get_if<Refusal>(&made)) co_return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    encode_made(reply.get(), std::get<ResetCodeMade>(made));
    in.reply.send(reply);
}

}  // namespace ramd
