// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/account_sweep.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ramd/login/orphan.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

constexpr std::size_t page_size = 100;
const Deadline nobody_waits{Deadline::Clock::time_point::max()};

// Why a profile has lost its account; empty where it has not, or where nobody knows.
std::string loss(Uid pinned, const AccountAnswer& answer) {
    if (std::holds_alternative<NoAccount>(answer)) return "the account is gone";
    const auto* account = std::get_if<Account>(&answer);
    if (account == nullptr || account->uid == pinned) return {};
    return "the name stands for uid " + std::to_string(account->uid.value) +
           ", the profile was made for uid " + std::to_string(pinned.value);
}

// Nothing for one that cannot be read: it goes with the next profile of its name.
std::optional<KeptDevice> readable_device(const LoginServices& services, const UserName& user) {
    try {
        return services.store.kept_device(user);
    } catch (const DamagedRecord&) {
        return std::nullopt;
    }
}

void drop_device(LoginServices& services, const UserName& user, std::string why) {
    StoreChange change;
    change.drop_device = user;
    if (commit_if_possible(services, change, user, nullptr))
        record(services, EventKind::profile_deleted, user,
               "the device for verification codes that was kept of it: " + std::move(why), nullptr);
}

}  // namespace

boost::asio::awaitable<bool> AccountSweep::look(const Profile& profile, bool believe_gone) {
    const AccountAnswer answer = co_await services_.accounts.find(profile.user, nobody_waits);
    std::string why = loss(profile.uid, answer);
    if (why.empty()) co_return false;
    if (std::holds_alternative<NoAccount>(answer) && !believe_gone) co_return true;
    // Whose uid is free has sessions of its own alone.
    const AccountAnswer owner = co_await services_.accounts.find(profile.uid, nobody_waits);
    if (std::holds_alternative<NssSilent>(owner)) co_return false;
    const auto ended_by =
        std::holds_alternative<NoAccount>(owner) ? std::optional(services_.now()) : std::nullopt;
    // Deleted and made again while NSS was asked: that answer was not about this one.
    const auto found = find_profile(services_, profile.user, nullptr);
    const auto* present = std::get_if<Profile>(&found);
    if (present != nullptr && present->created == profile.created)
        (void)mark_orphaned(services_, profile.user, std::move(why), nullptr, ended_by);
    co_return false;
}

boost::asio::awaitable<bool> AccountSweep::look(const KeptDevice& kept, bool believe_gone) {
    const AccountAnswer answer = co_await services_.accounts.find(kept.user, nobody_waits);
    std::string why = loss(kept.uid, answer);
    if (why.empty()) co_return false;
    if (std::holds_alternative<NoAccount>(answer) && !believe_gone) co_return true;
    // Taken back and kept again while NSS was asked: that answer was not about this one.
    if (readable_device(services_, kept.user) == kept)
        drop_device(services_, kept.user, std::move(why));
    co_return false;
}

boost::asio::awaitable<void> AccountSweep::sweep() {
    std::vector<Profile> seem_gone;
    std::vector<KeptDevice> devices_left;
    for (const auto& user : services_.store.kept_devices()) {
        auto kept = readable_device(services_, user);
        if (kept && co_await look(*kept, false)) devices_left.push_back(*std::move(kept));
    }
    std::string marker;
    for (;;) {
        const auto page = services_.store.list(marker, page_size, nullptr);
        if (page.empty()) break;
        for (const auto& profile : page) {
            marker = profile.user.str();
            if (!profile.orphaned && co_await look(profile, false)) seem_gone.push_back(profile);
        }
    }
    if (seem_gone.empty() && devices_left.empty()) co_return;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    timer.expires_after(before_second_look_);
    co_await timer.async_wait(boost::asio::use_awaitable);
    for (const auto& profile : seem_gone) (void)co_await look(profile, true);
    for (const auto& kept : devices_left) (void)co_await look(kept, true);
}

boost::asio::awaitable<void> AccountSweep::keep_sweeping() {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    for (;;) {
        co_await sweep();
        timer.expires_after(interval);
        co_await timer.async_wait(boost::asio::use_awaitable);
    }
}

std::optional<ramauth::Refusal> AccountSweep::account_removed(const UserName& user, Timestamp when,
                                                              const Request& request) {
    const auto kept = services_.store.kept_devices();
    if (std::find(kept.begin(), kept.end(), user) != kept.end())
        drop_device(services_, user, "the account was removed");
    auto found = find_profile(services_, user, &request);
    if (auto* refusal = std::get_if<ramauth::Refusal>(&found)) return std::move(*refusal);
    // A profile that was made since is a later account's.
    const Timestamp created = std::get<Profile>(found).created;
    if (created > when && created <= services_.now())
        return refuse(ramauth::Code::no_login_profile);
    return mark_orphaned(services_, user, "the account was removed", &request, when);
}

}  // namespace ramd
