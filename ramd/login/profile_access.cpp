// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/profile_access.h"

#include <ctime>

#include "ramd/login/refusals.h"

namespace ramd {

using ramauth::Code;
using ramauth::Refusal;

std::uint64_t monotonic_now_us() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000U +
           static_cast<std::uint64_t>(now.tv_nsec) / 1'000U;
}

FoundProfile find_profile(LoginServices& services, const UserName& user, const Request* request) {
    try {
        auto profile = services.store.find(user);
        if (!profile) return refuse(Code::no_login_profile);
        return std::move(*profile);
    } catch (const DamagedRecord& damage) {
        services.log.record(
            {EventKind::record_damaged, user.str(), Code::service_failure, damage.what(), request});
        return refuse(Code::service_failure);
    }
}

FoundProfile find_served_profile(LoginServices& services, const UserName& user,
                                 const Request* request) {
    auto found = find_profile(services, user, request);
    const auto* profile = std::get_if<Profile>(&found);
    if (profile != nullptr && profile->uid.value == 0 && !services.settings.manage_root)
        return refuse(Code::invalid_user_type);
    return found;
}

FoundProfile find_modifiable_profile(LoginServices& services, const UserName& user,
                                     const Request* request) {
    auto found = find_served_profile(services, user, request);
    const auto* profile = std::get_if<Profile>(&found);
    if (profile != nullptr && profile->orphaned) return refuse(Code::temporarily_unmodifiable);
    return found;
}

std::optional<Refusal> commit_or_refuse(LoginServices& services, const StoreChange& change) {
    try {
        if (services.store.commit(change).conflict) return refuse(Code::concurrent_modification);
        return std::nullopt;
    } catch (const StoreFull&) {
        return refuse_no_room();
    }
}

bool commit_if_possible(LoginServices& services, const StoreChange& change, const UserName& user,
                        const Request* request) {
    try {
        return !services.store.commit(change).conflict;
    } catch (const StoreFault& fault) {
        services.log.record({EventKind::service_fault, user.str(), Code::service_failure,
                             std::string("not written, and gone on without: ") + fault.what(),
                             request});
        return false;
    }
}

void record(LoginServices& services, EventKind kind, const UserName& user, std::string detail,
            const Request* request) {
    services.log.record({kind, user.str(), std::nullopt, std::move(detail), request});
}

void record_refusal(LoginServices& services, EventKind kind, const UserName& user,
                    const Refusal& refusal, const Request* request, std::string detail) {
    const bool known = refusal.code != Code::no_login_profile && refusal.code != Code::no_such_user;
    // How a refused password broke the rules says something about the password.
    const bool telling =
        refusal.code == Code::password_too_weak || refusal.code == Code::weak_password;
    if (detail.empty() && !telling) detail = refusal.sentence;
    services.log.record({kind, known ? user.str() : std::string(), refusal.code, std::move(detail),
                         request, refusal.field});
}

}  // namespace ramd
