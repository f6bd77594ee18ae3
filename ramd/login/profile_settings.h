// SPDX-License-Identifier: LGPL-2.1-or-later
// Are these settings ones that a profile can have, and what does it look like with them?
#pragma once

#include <optional>

#include "ramd/login/profile_manager.h"
#include "ramd/login/weak_check.h"

namespace ramd {

// Texts that are too long or hold control characters, two passwords at once.
[[nodiscard]] std::optional<ramauth::Refusal> refuse_malformed(const ProfileSettings& settings);

// The address or number is in another profile.
[[nodiscard]] std::optional<ramauth::Refusal> refuse_taken(const LoginServices& services,
                                                           const UserName& user,
                                                           const ProfileSettings& settings);

// Everything but the password.
void apply_settings(Profile& profile, const ProfileSettings& settings);

// With these settings: of a new profile, or of the `present` one. Names what both hold.
[[nodiscard]] RecoveryContact contact_with(const ProfileSettings& settings,
                                           const Profile* present = nullptr);

// The fields named, as in MODEL.md.
[[nodiscard]] std::vector<std::string> named_fields(const ProfileSettings& settings);

[[nodiscard]] ProfileView view_of(const LoginServices& services, const Profile& profile);

}  // namespace ramd
