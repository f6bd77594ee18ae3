// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/revoking_change.h"

#include <algorithm>
#include <chrono>

#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

// CLOCK_MONOTONIC; 0 for an account that went before this boot.
std::uint64_t moment_of(const LoginServices& services, const RevokingChange& change) {
    const std::uint64_t now = services.monotonic_us();
    const Timestamp wall = services.now();
    if (!change.account_removed || *change.account_removed >= wall) return now;
    const auto ago =
        std::chrono::duration_cast<std::chrono::microseconds>(wall - *change.account_removed);
    return now - std::min(now, static_cast<std::uint64_t>(ago.count()));
}

StoreChange transaction(LoginServices& services, const RevokingChange& change) {
    StoreChange whole;
    if (change.erase) {
        whole.erase = change.profile.user;
        whole.erase_version = change.profile.version;
        if (change.profile.device && !change.profile.orphaned)
            whole.keep_device =
                KeptDevice{change.profile.user, change.profile.uid, *change.profile.device};
    } else {
        whole.put = change.profile;
    }
    const auto& preference = services.store.preference();
    whole.raise_epoch = true;
    if (!change.sessions) return whole;
    whole.revoke = Revocation{.user = change.profile.user,
                              .uid = change.profile.uid,
                              .reason = change.reason,
                              .committed = services.now(),
                              .committed_monotonic_us = moment_of(services, change),
                              .boot_id = services.boot_id,
                              .last_session = change.last_session,
                              .keep_last_session = change.by_user && !change.last_session.empty() &&
                                                   preference.keep_changing_session,
                              .scope = preference.revoke_scope};
    return whole;
}

}  // namespace

std::variant<Committed, Refusal> commit_and_revoke(LoginServices& services,
                                                   const RevokingChange& change,
                                                   const Request* request) {
    StoreChange whole = transaction(services, change);
    Committed committed;
    try {
        committed = services.store.commit(whole);
    } catch (const StoreFull&) {
        return refuse_no_room();
    }
    if (committed.conflict) return refuse(Code::concurrent_modification);
    if (!whole.revoke) return committed;
    whole.revoke->id = committed.revocation_id;
    whole.revoke->epoch = committed.epoch;
    services.sessions.begin(*whole.revoke, request == nullptr ? 0 : request->caller.pid);
    return committed;
}

boost::asio::awaitable<std::string> asking_session(LoginServices& services,
                                                   const Request& request) {
    if (request.context.believed) co_return request.context.session;
    if (request.caller.pid == 0) co_return std::string();
    co_return co_await services.sessions.session_of(request.caller.pid);
}

}  // namespace ramd
