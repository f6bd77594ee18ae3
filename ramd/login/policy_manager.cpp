// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/policy_manager.h"

#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

// What is remembered beyond the new number is forgotten in the same transaction.
StoreChange transaction(const ramauth::policy::PasswordPolicy& present,
                        const ramauth::policy::PasswordPolicy& wanted) {
    StoreChange change;
    change.policy = wanted;
    if (wanted.password_reuse_prevention < present.password_reuse_prevention)
        change.longest_history = wanted.password_reuse_prevention;
    return change;
}

}  // namespace

ramauth::policy::PasswordPolicy PolicyManager::get() const {
    return services_.store.policy();
}

std::optional<ramauth::Refusal> PolicyManager::set(
    const std::vector<ramauth::policy::PolicyChange>& changes, const Request& request) {
    auto policy = services_.store.policy();
    auto refusal = ramauth::policy::apply(policy, changes);
    if (!refusal)
        refusal = commit_or_refuse(services_, transaction(services_.store.policy(), policy));
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
    for (const auto& change : changes) {
        fields.emplace_back(change.field);
        detail.append(detail.empty() ? "" : ", ").append(change.field);
    }
    for (const auto& warning : ramauth::policy::warnings(policy))
        detail.append("; ").append(warning);
    services_.log.record(
        {EventKind::policy_changed, {}, std::nullopt, std::move(detail), &request});
    services_.listener.policy_changed(fields);
    return std::nullopt;
}

}  // namespace ramd
