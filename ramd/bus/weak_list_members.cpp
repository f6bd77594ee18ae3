// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/weak_list_members.h"

#include <string>
#include <utility>
#include <variant>

#include "ramd/bus/message.h"
#include "ramd/bus/permission.h"
#include "ramd/bus/secret_argument.h"
#include "ramd/bus/weak_lines.h"
#include "ramd/bus/weak_list_codec.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using ramauth::Refusal;

void answer(Invocation& in, const WeakListInfo& info) {
    const ramauth::MessageHandle reply = in.reply.make();
    encode_weak_list(reply.get(), info);
    in.reply.send(reply);
}

void answer(Invocation& in, const AddedWeakPage& page) {
    const ramauth::UniqueFd lines = ramauth::secret_to_fd(format_weak_lines(page.hashes));
    const std::string next = page.more ? to_text(page.hashes.back()) : std::string();
    const ramauth::MessageHandle reply = in.reply.make();
    check(sd_bus_message_append(reply.get(), "hs", lines.get(), next.c_str()),
          "cannot write a page");
    in.reply.send(reply);
}

}  // namespace

asio::awaitable<void> get_weak_list_info(Invocation& in) {
    answer(in, in.use().weak_list.info());
    co_return;
}

asio::awaitable<void> add_weak_passwords(Invocation& in) {
    if (!co_await may_manage(in, action::manage_policy, "", OwnAccount::is_nothing)) co_return;
    const auto text = ramauth::secret_from_fd(read_fd(in.args()), ramauth::max_long_secret);
    if (!text) co_return in.reply.refuse(lines_malformed());
    const auto hashes = parse_weak_lines(text->view());
    if (const auto* refusal = std::get_if<Refusal>(&hashes)) co_return in.reply.refuse(*refusal);
    const auto added = in.use().weak_list.add(std::get<std::vector<WeakHash>>(hashes), in.request);
    if (const auto* refusal = std::get_if<Refusal>(&added)) co_return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    const auto number = static_cast<std::uint32_t>(std::get<std::size_t>(added));
    check(sd_bus_message_append(reply.get(), "u", number), "cannot write a number");
    in.reply.send(reply);
}

asio::awaitable<void> list_added_weak_passwords(Invocation& in) {
    if (!co_await may_manage(in, action::manage_policy, "", OwnAccount::is_nothing)) co_return;
    const auto marker = parse_weak_marker(read_text(in.args()));
    if (const auto* refusal = std::get_if<Refusal>(&marker)) co_return in.reply.refuse(*refusal);
    answer(in, in.use().weak_list.added(std::get<std::optional<WeakHash>>(marker), most_weak_lines,
                                        in.request));
}

asio::awaitable<void> reload_weak_list(Invocation& in) {
    if (!co_await may_manage(in, action::manage_policy, "", OwnAccount::is_nothing)) co_return;
    const auto outcome = co_await in.use().weak_list.reload(std::move(in.request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) co_return in.reply.refuse(*refusal);
    answer(in, std::get<WeakListInfo>(outcome));
}

}  // namespace ramd
