// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/orphan.h"

#include "ramd/login/accounts.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"
#include "ramd/login/revoking_change.h"

namespace ramd {
namespace {

// A caller that names no uid says nothing about the account.
bool names_another_account(const Profile& profile, const LogonContext& context) {
    return context.believed && context.uid && *context.uid != profile.uid;
}

}  // namespace

bool is_orphaned(const Profile& profile, const LogonContext& context) {
    return profile.orphaned || names_another_account(profile, context);
}

boost::asio::awaitable<bool> is_uid_free(LoginServices& services, Uid uid, Deadline by) {
    const AccountAnswer owner = co_await services.accounts.find(uid, by);
    co_return std::holds_alternative<NoAccount>(owner);
}

std::optional<ramauth::Refusal> mark_orphaned(LoginServices& services, const UserName& user,
                                              std::string why, const Request* request,
                                              std::optional<Timestamp> removed) {
    auto found = find_profile(services, user, request);
    auto* profile = std::get_if<Profile>(&found);
    if (profile == nullptr || profile->orphaned) return std::nullopt;
    profile->orphaned = true;
    profile->updated = services.now();
    try {
        auto written = commit_and_revoke(services,
                                         {.profile = *profile,
                                          .reason = "orphaned",
                                          .sessions = removed.has_value(),
                                          .account_removed = removed},
                                         request);
        if (auto* refusal = std::get_if<ramauth::Refusal>(&written)) {
            record_refusal(services, EventKind::service_fault, user, *refusal, request);
            return std::move(*refusal);
        }
    } catch (const StoreFault& fault) {
        services.log.record({EventKind::service_fault, user.str(), ramauth::Code::service_failure,
                             fault.what(), request});
        return refuse(ramauth::Code::service_failure);
    }
    if (!removed) why += "; its sessions stand, because the uid may be another account's";
    record(services, EventKind::profile_orphaned, user, std::move(why), request);
    services.listener.profile_changed(user, {"Orphaned"});
    return std::nullopt;
}

void mark_if_uid_differs(LoginServices& services, const Profile& profile, const Request& request) {
    if (profile.orphaned || !names_another_account(profile, request.context)) return;
    // A profile that was made meanwhile, for the account that asks, is not its predecessor.
    const auto found = find_profile(services, profile.user, &request);
    const auto* present = std::get_if<Profile>(&found);
    if (present == nullptr || !names_another_account(*present, request.context)) return;
    (void)mark_orphaned(services, profile.user,
                        "the name stands for uid " + std::to_string(request.context.uid->value) +
                            ", the profile was made for uid " + std::to_string(profile.uid.value),
                        &request);
}

}  // namespace ramd
