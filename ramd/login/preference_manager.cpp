// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/preference_manager.h"

#include "ramd/login/profile_access.h"

namespace ramd {

const ramauth::policy::SecurityPreference& PreferenceManager::get() const {
    return services_.store.preference();
}

std::optional<ramauth::Refusal> PreferenceManager::set(
    const std::vector<ramauth::policy::PreferenceChange>& changes, const Request& request) {
    StoreChange change;
    change.preference = services_.store.preference();
    auto refusal = ramauth::policy::apply(*change.preference, changes);
    if (!refusal) refusal = commit_or_refuse(services_, change);
    if (refusal) {
        services_.log.record({EventKind::manager_refused,
                              {},
                              refusal->code,
                              refusal->sentence,
                              &request,
                              refusal->field});
        return refusal;
    }
    std::vector<std::string> fields;
    std::string detail;
    for (const auto& changed : changes) {
        fields.emplace_back(changed.field);
        detail.append(detail.empty() ? "" : ", ").append(changed.field);
    }
    services_.log.record(
        {EventKind::preference_changed, {}, std::nullopt, std::move(detail), &request});
    services_.listener.policy_changed(fields);
    return std::nullopt;
}

}  // namespace ramd
