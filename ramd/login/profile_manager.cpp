// SPDX-License-Identifier: LGPL-2.1-or-later
// Everything but create and update, which are files of their own.
#include "ramd/login/profile_manager.h"

#include <algorithm>

#include "ramd/login/guess_gate.h"
#include "ramd/login/new_password.h"
#include "ramd/login/orphan.h"
#include "ramd/login/password_check.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/profile_settings.h"
#include "ramd/login/refusals.h"
#include "ramd/login/revoking_change.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

constexpr unsigned largest_page = 1000;
constexpr std::size_t most_looked_at = 1000;

bool fits(const ProfileView& view, const ProfileFilter& filter) {
    return (!filter.status || *filter.status == view.profile.status) &&
           (!filter.password_status || *filter.password_status == view.password_status);
}

void record_damage(LoginServices& services, const std::vector<std::string>& damaged) {
    for (const auto& user : damaged)
        services.log.record({EventKind::record_damaged, user, Code::service_failure,
                             "left out of the list", nullptr});
}

std::optional<Refusal> clear_failures(LoginServices& services, const UserName& user,
                                      const Request& request) {
    auto found = find_served_profile(services, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
    Profile& profile = std::get<Profile>(found);
    if (profile.orphaned) return refuse(Code::temporarily_unmodifiable);
    profile.guesses = {};
    profile.updated = services.now();
    StoreChange change;
    change.put = profile;
    auto refusal = commit_or_refuse(services, change);
    if (!refusal) forget_guesses(services, user);
    return refusal;
}

// Nobody knows the uid in a record that cannot be read: the sessions stay.
std::optional<Refusal> erase_damaged(LoginServices& services, const UserName& user) {
    StoreChange change;
    change.erase = user;
    change.raise_epoch = true;
    return commit_or_refuse(services, change);
}

std::optional<Refusal> erase(LoginServices& services, const UserName& user,
                             std::string last_session, bool uid_is_free, const Request& request) {
    if (request.too_late()) return refusal_of(Abandoned{});
    try {
        auto profile = services.store.find(user);
        if (!profile) return refuse(Code::no_login_profile);
        // The uid of an orphaned one may be a stranger's.
        auto written = commit_and_revoke(services,
                                         {.profile = *profile,
                                          .erase = true,
                                          .reason = "deleted",
                                          .last_session = std::move(last_session),
                                          .sessions = !profile->orphaned || uid_is_free},
                                         &request);
        if (auto* refusal = std::get_if<Refusal>(&written)) return std::move(*refusal);
        return std::nullopt;
    } catch (const DamagedRecord& damage) {
        services.log.record({EventKind::record_damaged, user.str(), Code::service_failure,
                             std::string("erased, its sessions left alone: ") + damage.what(),
                             &request});
        return erase_damaged(services, user);
    }
}

// Of an orphaned profile; asks nobody for another one.
boost::asio::awaitable<bool> has_free_uid(LoginServices& services, const UserName& user,
                                          const Request& request) {
    std::optional<Profile> profile;
    try {
        profile = services.store.find(user);
    } catch (const DamagedRecord&) {
        co_return false;  // erase() has a word for it
    }
    if (!profile || !profile->orphaned) co_return false;
    co_return co_await is_uid_free(services, profile->uid, request.deadline);
}

}  // namespace

bool ProfileSettings::resets_password_only() const {
    return (password || generate_password) && !shadow_kept && !shadow_aging && !status &&
           !mfa_bind_required && !recovery_email && !recovery_mobile && !forget_sources;
}

std::variant<ProfileView, Refusal> ProfileManager::get(const UserName& user) const {
    auto found = find_profile(services_, user, nullptr);
    if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
    return view_of(services_, std::get<Profile>(found));
}

ProfilePage ProfileManager::list(const ProfileFilter& filter, const std::string& marker,
                                 unsigned max) const {
    const std::size_t wanted = max == 0 ? largest_page : std::min(max, largest_page);
    ProfilePage page;
    std::vector<std::string> damaged;
    const auto found = services_.store.list(marker, most_looked_at + 1, &damaged);
    record_damage(services_, damaged);
    std::string after = marker;
    std::size_t looked_at = 0;
    for (const auto& profile : found) {
        if (page.profiles.size() == wanted || looked_at++ == most_looked_at) {
            page.next = after;
            return page;
        }
        after = profile.user.str();
        auto view = view_of(services_, profile);
        if (fits(view, filter)) page.profiles.push_back(std::move(view));
    }
    return page;
}

boost::asio::awaitable<std::optional<Refusal>> ProfileManager::remove(UserName user,
                                                                      Request request) {
    std::string last_session = co_await asking_session(services_, request);
    const bool uid_is_free = co_await has_free_uid(services_, user, request);
    if (auto refusal = erase(services_, user, std::move(last_session), uid_is_free, request)) {
        record_refusal(services_, EventKind::manager_refused, user, *refusal, &request);
        co_return refusal;
    }
    services_.tickets.spend_all_of(user);
    services_.sent_codes.forget(user);
    services_.offers.forget(user);
    services_.unwritten_codes.erase(user);
    forget_guesses(services_, user);
    record(services_, EventKind::profile_deleted, user, {}, &request);
    services_.listener.profile_changed(user, {});
    co_return std::nullopt;
}

std::optional<Refusal> ProfileManager::unlock(const UserName& user, const Request& request) {
    if (auto refusal = clear_failures(services_, user, request)) {
        record_refusal(services_, EventKind::manager_refused, user, *refusal, &request);
        return refusal;
    }
    record(services_, EventKind::profile_unlocked, user, {}, &request);
    services_.listener.profile_changed(user, {"FailedLoginAttempts", "LockedUntil"});
    return std::nullopt;
}

// The epoch rises too: a logon that is under way opens no session either.
boost::asio::awaitable<std::variant<RevocationCount, Refusal>> ProfileManager::revoke(
    UserName user, Request request) {
    std::string last_session = co_await asking_session(services_, request);
    auto found = find_profile(services_, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) {
        record_refusal(services_, EventKind::manager_refused, user, *refusal, &request);
        co_return std::move(*refusal);
    }
    if (std::get<Profile>(found).orphaned &&
        !co_await is_uid_free(services_, std::get<Profile>(found).uid, request.deadline)) {
        Refusal refusal = refuse(Code::temporarily_unmodifiable);
        record_refusal(services_, EventKind::manager_refused, user, refusal, &request);
        co_return refusal;
    }
    auto written = commit_and_revoke(services_,
                                     {.profile = std::get<Profile>(found),
                                      .reason = "revoked",
                                      .last_session = std::move(last_session)},
                                     &request);
    if (auto* refusal = std::get_if<Refusal>(&written)) {
        record_refusal(services_, EventKind::manager_refused, user, *refusal, &request);
        co_return std::move(*refusal);
    }
    record(services_, EventKind::profile_updated, user, "sessions revoked", &request);
    co_return co_await services_.sessions.finished(std::get<Committed>(written).revocation_id);
}

boost::asio::awaitable<std::vector<ramauth::policy::BrokenRule>> ProfileManager::check_password(
    UserName user, Secret typed) const {
    const auto found = find_profile(services_, user, nullptr);
    RecoveryContact contact;
    if (const auto* profile = std::get_if<Profile>(&found))
        contact = {profile->recovery_email, profile->recovery_mobile};
    co_return co_await rules_broken_by(services_,
                                       {.typed = typed, .user = user, .contact = contact});
}

std::optional<Uid> ProfileManager::pinned_uid(const UserName& user, const Request& request) const {
    const auto found = find_profile(services_, user, &request);
    const auto* profile = std::get_if<Profile>(&found);
    return profile == nullptr ? std::nullopt : std::optional(profile->uid);
}

}  // namespace ramd
