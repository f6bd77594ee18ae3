// SPDX-License-Identifier: LGPL-2.1-or-later
// The security preference of the host, as an administrator sees and changes it.
#pragma once

#include <optional>
#include <vector>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

class PreferenceManager {
public:
    explicit PreferenceManager(LoginServices& services) : services_(services) {}

    [[nodiscard]] const ramauth::policy::SecurityPreference& get() const;
    // All of the changes in one transaction, or none.
    [[nodiscard]] std::optional<ramauth::Refusal> set(
        const std::vector<ramauth::policy::PreferenceChange>& changes, const Request& request);

private:
    LoginServices& services_;
};

}  // namespace ramd
