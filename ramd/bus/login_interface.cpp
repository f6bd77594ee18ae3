// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/login_interface.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "ramd/bus/barrier.h"
#include "ramd/bus/binding_members.h"
#include "ramd/bus/context_decode.h"
#include "ramd/bus/factor_members.h"
#include "ramd/bus/message.h"
#include "ramd/bus/permission.h"
#include "ramd/bus/read_secret.h"
#include "ramd/bus/revocation_encode.h"
#include "ramd/bus/secret_argument.h"
#include "shared/secret_fd.h"
#include "shared/wire.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
namespace wire = ramauth::wire;
using ramauth::Refusal;

// As for a logon, of what the module waits for a change.
constexpr std::chrono::seconds change_takes_at_most{19};

// A malformed context has been answered where false is returned.
bool read_context(Invocation& in) {
    const auto refusal = decode_context(in.args(), in.request);
    if (refusal) in.reply.refuse(*refusal);
    return !refusal;
}

const char* word(Verdict verdict) {
    switch (verdict) {
        case Verdict::ok:
            return wire::verdict_ok;
        case Verdict::change_required:
            return wire::verdict_change_required;
        case Verdict::refused:
            break;
    }
    return wire::verdict_refused;
}

void answer(Invocation& in, const std::variant<CheckedAccount, Refusal>& outcome) {
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return in.reply.refuse(*refusal);
    const auto& checked = std::get<CheckedAccount>(outcome);
    const ramauth::MessageHandle reply = in.reply.make();
    check(sd_bus_message_append(reply.get(), "s", word(checked.verdict)), "cannot write a verdict");
    DictionaryWriter facts(reply.get());
    if (checked.reason) facts.text(wire::facts::reason, ramauth::code_text(*checked.reason));
    if (!checked.message.empty()) facts.text(wire::facts::message, checked.message);
    facts.flag(wire::facts::change_required, checked.change_required);
    facts.big_number(wire::facts::epoch, checked.epoch);
    if (checked.session_seconds)
        facts.number(wire::facts::session_seconds, *checked.session_seconds);
    facts.close();
    in.reply.send(reply);
}

asio::awaitable<void> authenticate(Invocation& in) {
    in.request.deadline = Deadline::after(logon_takes_at_most);
    auto user = login_user(in, read_text(in.args()));
    if (!user) co_return;
    auto password = read_secret(in);
    if (!password || !read_context(in)) co_return;
    auto outcome = co_await in.use().authenticator.authenticate(
        std::move(*user), std::move(*password), std::move(in.request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) co_return in.reply.refuse(*refusal);
    const auto& proved = std::get<Authenticated>(outcome);
    const ramauth::MessageHandle reply = in.reply.make();
    append_ticket(reply.get(), proved);
    DictionaryWriter facts(reply.get());
    if (!proved.message.empty()) facts.text(wire::facts::message, proved.message);
    facts.close();
    in.reply.send(reply);
}

asio::awaitable<void> check_account(Invocation& in) {
    const auto user = login_user(in, read_text(in.args()));
    if (!user || !read_context(in)) co_return;
    answer(in, in.use().accounts.check(*user, in.request));
}

asio::awaitable<void> open_session(Invocation& in) {
    const auto user = login_user(in, read_text(in.args()));
    if (!user || !read_context(in)) co_return;
    answer(in, co_await in.use().sessions.open(*user, in.request));
}

std::optional<Proof> make_proof(Invocation& in, const std::string& kind) {
    const bool is_ticket = kind == wire::proof_ticket;
    if (!is_ticket && kind != wire::proof_password) {
        in.reply.refuse(wrong_format("ProofKind", "must be \"password\" or \"ticket\""));
        return std::nullopt;
    }
    auto secret = read_secret(in);
    if (!secret) return std::nullopt;
    if (is_ticket) return Proof(TicketProof{std::move(*secret)});
    return Proof(PasswordProof{std::move(*secret)});
}

asio::awaitable<void> change_password(Invocation& in) {
    in.request.deadline = Deadline::after(change_takes_at_most);
    auto user = login_user(in, read_text(in.args()));
    if (!user) co_return;
    auto proof = make_proof(in, read_text(in.args()));
    if (!proof) co_return;
    auto new_password = read_secret(in);
    if (!new_password || !read_context(in)) co_return;
    auto outcome = co_await in.use().changer.change(
        std::move(*user), std::move(*proof), std::move(*new_password), std::move(in.request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) co_return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    DictionaryWriter facts(reply.get());
    const auto& changed = std::get<PasswordChanged>(outcome);
    facts.big_number(wire::facts::epoch, changed.epoch);
    write_ending(facts, changed.sessions);
    facts.close();
    in.reply.send(reply);
}

// clang-format off
const sd_bus_vtable vtable[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_METHOD_WITH_ARGS("Authenticate",
        SD_BUS_ARGS("s", user, "h", password, "a{sv}", context),
        SD_BUS_RESULT("h", ticket, "as", next, "a{sv}", facts),
        method<authenticate>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("BeginFactor",
        SD_BUS_ARGS("s", user, "a{sv}", context), SD_BUS_RESULT("h", ticket, "as", next),
        method<begin_factor>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("SendCode",
        SD_BUS_ARGS("h", ticket, "s", method), SD_BUS_RESULT("a{sv}", facts),
        method<send_code>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("Verify",
        SD_BUS_ARGS("h", ticket, "s", method, "h", code),
        SD_BUS_RESULT("as", next, "a{sv}", facts),
        method<verify>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("CheckAccount",
        SD_BUS_ARGS("s", user, "a{sv}", context),
        SD_BUS_RESULT("s", verdict, "a{sv}", facts),
        method<check_account>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("ChangePassword",
        SD_BUS_ARGS("s", user, "s", proof_kind, "h", proof, "h", new_password, "a{sv}", context),
        SD_BUS_RESULT("a{sv}", facts),
        method<change_password>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("OpenSession",
        SD_BUS_ARGS("s", user, "a{sv}", context),
        SD_BUS_RESULT("s", verdict, "a{sv}", facts),
        method<open_session>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("BeginBind",
        SD_BUS_ARGS("h", ticket), SD_BUS_RESULT("h", seed, "h", uri),
        method<begin_bind>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("DrawBind",
        SD_BUS_ARGS("h", ticket), SD_BUS_RESULT("h", picture),
        method<draw_bind>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD_WITH_ARGS("FinishBind",
        SD_BUS_ARGS("h", ticket, "h", code1, "h", code2),
        SD_BUS_RESULT("h", recovery_codes, "as", next, "a{sv}", facts),
        method<finish_bind>, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_VTABLE_END,
};
// clang-format on

}  // namespace

const sd_bus_vtable* login_vtable() {
    return vtable;
}

}  // namespace ramd
