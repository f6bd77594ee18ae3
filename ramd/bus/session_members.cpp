// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/session_members.h"

#include <utility>
#include <variant>
#include <vector>

#include "ramd/bus/message.h"
#include "ramd/bus/permission.h"
#include "ramd/bus/profile_encode.h"
#include "ramd/bus/revocation_encode.h"

namespace ramd {

namespace asio = boost::asio;
using ramauth::Refusal;

asio::awaitable<void> list_sessions(Invocation& in) {
    const auto user = co_await permitted_user(in, action::view_login_profiles, OwnAccount::counts);
    if (!user) co_return;
    const auto found = in.use().profiles.get(*user);
    if (const auto* refusal = std::get_if<Refusal>(&found)) co_return in.reply.refuse(*refusal);
    const Uid uid = std::get<ProfileView>(found).profile.uid;
    const std::vector<SessionInfo> sessions = co_await in.use().services.sessions.sessions(uid);
    const ramauth::MessageHandle reply = in.reply.make();
    encode_sessions(reply.get(), sessions);
    in.reply.send(reply);
}

asio::awaitable<void> list_revocations(Invocation& in) {
    if (!co_await may_manage(in, action::view_login_profiles, "", OwnAccount::is_nothing))
        co_return;
    const ramauth::MessageHandle reply = in.reply.make();
    encode_outstanding(reply.get(), in.use().services.sessions.outstanding());
    in.reply.send(reply);
}

asio::awaitable<void> revoke_sessions(Invocation& in) {
    auto user = co_await permitted_user(in, action::revoke_sessions, OwnAccount::is_nothing);
    if (!user) co_return;
    const auto outcome = co_await in.use().profiles.revoke(std::move(*user), std::move(in.request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) co_return in.reply.refuse(*refusal);
    const ramauth::MessageHandle reply = in.reply.make();
    encode_revocation(reply.get(), std::get<RevocationCount>(outcome));
    in.reply.send(reply);
}

}  // namespace ramd
