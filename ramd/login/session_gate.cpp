// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/account_checker.h"
#include "ramd/login/orphan.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/programmatic.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

std::optional<Code> reason_against(const LoginServices& services, const Profile& profile,
                                   const Request& request) {
    const auto& context = request.context;
    if (is_programmatic(services, request)) return std::nullopt;
    if (is_orphaned(profile, context)) return Code::temporarily_unmodifiable;
    if (profile.status == Status::inactive) return Code::login_disabled;
    // Lower: changed since. Higher was never given to anybody.
    if (context.epoch && *context.epoch != profile.epoch) return Code::stale_logon;
    return std::nullopt;
}

}  // namespace

boost::asio::awaitable<std::variant<CheckedAccount, Refusal>> SessionGate::open(
    const UserName& user, const Request& request) {
    auto found = find_served_profile(services_, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) {
        record_refusal(services_, EventKind::session_refused, user, *refusal, &request);
        co_return std::move(*refusal);
    }
    const Profile& profile = std::get<Profile>(found);
    CheckedAccount checked;
    checked.epoch = profile.epoch;
    checked.reason = reason_against(services_, profile, request);
    if (checked.reason) {
        const Refusal refusal = refuse(*checked.reason);
        checked.message = refusal.sentence;
        record_refusal(services_, EventKind::session_refused, user, refusal, &request);
        co_return checked;
    }
    checked.verdict = Verdict::ok;
    // That somebody only asks about their own account opens no session.
    if (!request.context.believed) co_return checked;
    const unsigned hours = services_.store.preference().login_session_duration;
    if (hours != 0 && !is_programmatic(services_, request)) checked.session_seconds = hours * 3600U;
    if (request.caller.pid != 0)
        services_.sessions.remember_logon(user, profile.uid, request.caller.pid,
                                          request.context.epoch, request.context.service);
    record(services_, EventKind::session_opened, user, {}, &request);
    co_await services_.sessions.may_open_session(profile.uid);
    co_return checked;
}

}  // namespace ramd
