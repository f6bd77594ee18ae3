// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/permission.h"

#include <utility>

#include "ramd/bus/message.h"
#include "ramd/bus/polkit_client.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using ramauth::Code;

void refuse(Invocation& in, const char* what) {
    Event event;
    event.kind = EventKind::manager_refused;
    event.code = Code::no_permission;
    event.detail = what;
    event.request = &in.request;
    in.use().services.log.record(event);
    in.reply.refuse({Code::no_permission, "You are not allowed to do this", {}});
}

}  // namespace

bool is_own(const Invocation& in, const std::string& user) {
    const auto name = UserName::parse(user);
    if (!name) return false;
    const auto pinned = in.use().profiles.pinned_uid(*name, in.request);
    return pinned && *pinned == in.request.caller.uid;
}

std::optional<UserName> login_user(Invocation& in, const std::string& user) {
    if (in.request.caller.is_root() || is_own(in, user)) return existing_name(in, user);
    refuse(in, "a logon of another account");
    return std::nullopt;
}

asio::awaitable<bool> is_administrator(Invocation& in, const char* action, std::string user) {
    if (in.request.caller.is_root()) co_return true;
    const char* sender = sd_bus_message_get_sender(in.args());
    if (sender == nullptr) co_return false;
    PolkitQuestion question;
    question.sender = sender;
    question.action = action;
    question.user = std::move(user);
    question.interactive = sd_bus_message_get_allow_interactive_authorization(in.args()) > 0;
    const bool allowed = co_await polkit_allows(in.endpoint, std::move(question));
    // The person's time at the dialogue is not the request's.
    in.request.deadline = Deadline::after(longest_request);
    co_return allowed;
}

asio::awaitable<bool> may_manage(Invocation& in, const char* action, std::string user,
                                 OwnAccount own) {
    if (in.request.caller.is_root()) co_return true;
    if (own == OwnAccount::counts && is_own(in, user)) co_return true;
    const bool allowed = co_await is_administrator(in, action, std::move(user));
    if (!allowed) refuse(in, action);
    check(sd_bus_message_rewind(in.args(), 1), "cannot read the arguments again");
    co_return allowed;
}

std::optional<UserName> existing_name(Invocation& in, const std::string& user) {
    auto name = UserName::parse(user);
    if (!name) in.reply.refuse({Code::no_such_user, "There is no such account", {}});
    return name;
}

asio::awaitable<std::optional<UserName>> permitted_user(Invocation& in, const char* action,
                                                        OwnAccount own) {
    const std::string asked_about = read_text(in.args());
    if (!co_await may_manage(in, action, asked_about, own)) co_return std::nullopt;
    check(sd_bus_message_rewind(in.args(), 1), "cannot read the arguments again");
    co_return existing_name(in, read_text(in.args()));
}

}  // namespace ramd
