// SPDX-License-Identifier: LGPL-2.1-or-later
// A code that stands in for a forgotten password until its owner has chosen a new one (MODEL.md,
// section 9). `Profile::hash` is the code's while `reset_code_until` is set; a change is forced.
#pragma once

#include <chrono>
#include <optional>

#include "ramd/login/login_services.h"

namespace ramd {

inline constexpr std::chrono::hours reset_code_lifetime{1};

[[nodiscard]] bool has_reset_code(const Profile& profile);

// Of a profile that has one. A clock that was set back does not lengthen its life.
[[nodiscard]] bool is_reset_code_over(const LoginServices& services, const Profile& profile);

// What the profile's hash is compared with: the password as it was normalised or, where there is a
// reset code, its letters; nothing for what cannot be it.
[[nodiscard]] std::optional<Secret> as_hashed(const Profile& profile,
                                              std::optional<Secret> normalised);

}  // namespace ramd
