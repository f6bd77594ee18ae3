// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/idleness.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

#include "ramd/login/profile_access.h"
#include "ramd/login/revoking_change.h"

namespace ramd {
namespace {

namespace asio = boost::asio;

constexpr std::size_t page_size = 100;
// What a clock may be corrected by, without being called a jump.
constexpr std::chrono::hours tolerance{24};

// The present time, unless the clock was set far forward since ramd was started.
Timestamp believable_now(const LoginServices& services) {
    const auto now = services.moment();
    const auto& started = services.started;
    if (now.boottime_us < started.boottime_us) return now.wall;
    const std::chrono::microseconds passed(now.boottime_us - started.boottime_us);
    return std::min(now.wall, started.wall + passed + tolerance);
}

}  // namespace

bool is_idle(const LoginServices& services, const Profile& profile) {
    const unsigned days = services.store.preference().max_idle_days_for_users;
    if (days == 0 || profile.status == Status::inactive || profile.orphaned ||
        profile.uid.value == 0)
        return false;
    const auto since = std::max({profile.last_session, profile.created, profile.activated});
    return believable_now(services) - since > std::chrono::days(days);
}

void turn_inactive(LoginServices& services, const Profile& profile, const Request* request) {
    Profile idle = profile;
    idle.status = Status::inactive;
    idle.updated = services.now();
    try {
        const auto written =
            commit_and_revoke(services, {.profile = idle, .reason = "idle"}, request);
        if (const auto* refusal = std::get_if<ramauth::Refusal>(&written)) {
            record_refusal(services, EventKind::service_fault, idle.user, *refusal, request);
            return;
        }
    } catch (const StoreFault& fault) {
        services.log.record({EventKind::service_fault, idle.user.str(),
                             ramauth::Code::service_failure, fault.what(), request});
        return;
    }
    services.tickets.spend_all_of(idle.user);
    record(services, EventKind::profile_idle, idle.user,
           "no logon for more than " +
               std::to_string(services.store.preference().max_idle_days_for_users) + " days",
           request);
    services.listener.profile_changed(idle.user, {"Status", "UpdateDate"});
}

asio::awaitable<void> IdleSweep::sweep() {
    const auto loop = co_await asio::this_coro::executor;
    std::string marker;
    while (services_.store.preference().max_idle_days_for_users != 0) {
        const auto page = services_.store.list(marker, page_size, nullptr);
        if (page.empty()) co_return;
        marker = page.back().user.str();
        for (const auto& profile : page)
            if (is_idle(services_, profile)) turn_inactive(services_, profile, nullptr);
        co_await asio::post(loop, asio::use_awaitable);
    }
}

asio::awaitable<void> IdleSweep::keep_sweeping() {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (;;) {
        co_await sweep();
        timer.expires_after(interval);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

}  // namespace ramd
