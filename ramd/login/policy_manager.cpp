// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/policy_manager.h"

#include "ramd/login/refusals.h"

namespace ramd {
namespace {

std::optional<ramauth::Refusal> store_policy(LoginServices& services,
                                             const ramauth::policy::PasswordPolicy& policy) {
    StoreChange change;
    change.policy = policy;
    try {
        if (services.store.commit(change).conflict)
            return refuse(ramauth::Code::concurrent_modification);
        return std::nullopt;
    } catch (const StoreFull&) {
        return refuse_no_room();
    }
}

}  // namespace

ramauth::policy::PasswordPolicy PolicyManager::get() const {
    return services_.store.policy();
}

std::optional<ramauth::Refusal> PolicyManager::set(
    const std::vector<ramauth::policy::PolicyChange>& changes, const Request& request) {
    auto policy = services_.store.policy();
    auto refusal = ramauth::policy::apply(policy, changes);
    if (!refusal) refusal = store_policy(services_, policy);
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
    services_.log.record(
        {EventKind::policy_changed, {}, std::nullopt, std::move(detail), &request});
    services_.listener.policy_changed(fields);
    return std::nullopt;
}

}  // namespace ramd
