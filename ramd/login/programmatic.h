// SPDX-License-Identifier: LGPL-2.1-or-later
// Whether a request comes from what runs without a person, and proved no password.
#pragma once

#include <algorithm>

#include "ramd/login/login_services.h"

namespace ramd {

[[nodiscard]] inline bool is_programmatic(const LoginServices& services, const Request& request) {
    const LogonContext& context = request.context;
    if (!context.believed || request.ticket || context.epoch) return false;
    const auto& listed = services.store.preference().programmatic_services;
    return std::find(listed.begin(), listed.end(), context.service) != listed.end();
}

}  // namespace ramd
