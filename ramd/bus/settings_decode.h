// SPDX-License-Identifier: LGPL-2.1-or-later
// `settings` of CreateLoginProfile and UpdateLoginProfile, and the filter of ListLoginProfiles. An
// unknown key, a key that comes twice or a value of a wrong type refuses the whole.
#pragma once

#include <variant>

#include "ramd/login/profile_manager.h"
#include "shared/bus_handles.h"
#include "shared/error_code.h"

namespace ramd {

[[nodiscard]] std::variant<ProfileSettings, ramauth::Refusal> decode_settings(
    sd_bus_message* message);

// True where the keys ask for a new password and nothing else: another permission is asked for
// then. Reads no secret.
[[nodiscard]] bool looks_like_reset(sd_bus_message* message);

[[nodiscard]] std::variant<ProfileFilter, ramauth::Refusal> decode_filter(sd_bus_message* message);

}  // namespace ramd
