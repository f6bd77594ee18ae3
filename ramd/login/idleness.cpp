// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/idleness.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

#include "ramd/login/known_sources.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/revoking_change.h"

namespace ramd {
namespace {

namespace asio = boost::asio;

constexpr std::size_t page_size = 100;
constexpr std::chrono::milliseconds after_a_change{10};
// What a clock may be corrected by, without being called a jump.
constexpr std::chrono::hours tolerance{24};

// The present time as far as it can be believed; nothing before it is known when the host was used.
std::optional<Timestamp> believable_now(const LoginServices& services) {
    if (!services.latest_use) return std::nullopt;
    const auto now = services.moment();
    const auto& started = services.started;
    const std::chrono::microseconds run(now.boottime_us -
                                        std::min(now.boottime_us, started.boottime_us));
    return std::min(
        {now.wall, started.wall + run + tolerance, *services.latest_use + run + tolerance});
}

Timestamp newest_use(const Profile& profile) {
    return std::max({profile.last_session, profile.created, profile.updated, profile.activated});
}

}  // namespace

bool is_idle(const LoginServices& services, const Profile& profile) {
    const unsigned days = services.store.preference().max_idle_days_for_users;
    if (days == 0 || profile.status == Status::inactive || profile.orphaned ||
        profile.uid.value == 0)
        return false;
    const auto since = std::max({profile.last_session, profile.created, profile.activated});
    const auto now = believable_now(services);
    return now && *now - since > std::chrono::days(days);
}

void note_session(LoginServices& services, Profile& profile, const Request& request) {
    profile.last_session = std::max(profile.last_session, services.now());
    remember_source(profile, request.context);
    if (services.latest_use)
        services.latest_use = std::max(*services.latest_use, profile.last_session);
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

template <class Look>
asio::awaitable<void> IdleSweep::each_profile(Look look) {
    asio::steady_timer pause(co_await asio::this_coro::executor);
    std::string marker;
    for (;;) {
        const auto page = services_.store.list(marker, page_size, nullptr);
        if (page.empty()) co_return;
        marker = page.back().user.str();
        for (const auto& profile : page) {
            if (!look(profile)) continue;
            // A change was written: others come first, and logind is not asked about all at once.
            pause.expires_after(after_a_change);
            co_await pause.async_wait(asio::use_awaitable);
        }
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    }
}

asio::awaitable<void> IdleSweep::sweep() {
    Timestamp newest = ramauth::never;
    co_await each_profile([&newest](const Profile& profile) {
        newest = std::max(newest, newest_use(profile));
        return false;
    });
    services_.latest_use = std::max(services_.latest_use.value_or(ramauth::never), newest);
    if (services_.store.preference().max_idle_days_for_users == 0) co_return;
    co_await each_profile([this](const Profile& profile) {
        if (!is_idle(services_, profile)) return false;
        turn_inactive(services_, profile, nullptr);
        return true;
    });
}

asio::awaitable<void> IdleSweep::keep_sweeping() {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (;;) {
        try {
            co_await sweep();
        } catch (const StoreFault& fault) {
            services_.log.record(
                {EventKind::service_fault,
                 {},
                 ramauth::Code::service_failure,
                 std::string("the look at idle profiles broke off: ") + fault.what(),
                 nullptr});
        }
        timer.expires_after(interval);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

}  // namespace ramd
