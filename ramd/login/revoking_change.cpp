// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/revoking_change.h"

#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

StoreChange transaction(LoginServices& services, const RevokingChange& change) {
    StoreChange whole;
    if (change.erase) {
        whole.erase = change.profile.user;
        whole.erase_version = change.profile.version;
    } else {
        whole.put = change.profile;
    }
    const auto& preference = services.store.preference();
    whole.raise_epoch = true;
    whole.revoke = Revocation{.user = change.profile.user,
                              .uid = change.profile.uid,
                              .reason = change.reason,
                              .committed = services.now(),
                              .committed_monotonic_us = services.monotonic_us(),
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
