// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/account_state.h"

#include <algorithm>

#include "policy/network_mask.h"
#include "ramd/login/idleness.h"
#include "ramd/login/known_sources.h"
#include "ramd/login/orphan.h"

namespace ramd {
namespace {

namespace policy = ramauth::policy;
using ramauth::Code;

// A terminal of this host has no source and is not barred.
bool network_allows(const LoginServices& services, const LogonContext& context) {
    const auto& masks = services.store.preference().login_network_masks;
    if (masks.empty() || context.remote_host.empty()) return true;
    const auto address = policy::parse_address(remote_of(context));
    if (!address) return false;
    return std::any_of(masks.begin(), masks.end(), [&address](const std::string& text) {
        const auto mask = policy::NetworkMask::parse(text);
        return mask && mask->contains(*address);
    });
}

}  // namespace

std::optional<Code> reason_of_account(const LoginServices& services, const Profile& profile,
                                      const LogonContext& context) {
    if (is_orphaned(profile, context)) return Code::temporarily_unmodifiable;
    if (profile.status == Status::inactive) return Code::login_disabled;
    if (context.believed && context.purpose == Purpose::logon && is_idle(services, profile))
        return Code::login_disabled;
    if (!network_allows(services, context)) return Code::network_not_allowed;
    return std::nullopt;
}

}  // namespace ramd
