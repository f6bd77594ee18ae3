// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/reset_code.h"

#include "ramd/factor/recovery_codes.h"

namespace ramd {

bool has_reset_code(const Profile& profile) {
    return profile.reset_code_until != ramauth::never;
}

bool is_reset_code_over(const LoginServices& services, const Profile& profile) {
    const auto left = profile.reset_code_until - services.now();
    return left <= std::chrono::microseconds(0) || left > reset_code_lifetime;
}

std::optional<Secret> as_hashed(const Profile& profile, std::optional<Secret> normalised) {
    if (!normalised || !has_reset_code(profile)) return normalised;
    return letters_of_code(normalised->view());
}

}  // namespace ramd
