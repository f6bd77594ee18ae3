// SPDX-License-Identifier: LGPL-2.1-or-later
// How the states of a profile are spelled on the wire.
#pragma once

#include <optional>
#include <string_view>

#include "ramd/login/profile_manager.h"

namespace ramd {

[[nodiscard]] const char* word(Status status);
[[nodiscard]] const char* word(ramauth::policy::PasswordStatus status);

[[nodiscard]] std::optional<Status> parse_status(std::string_view text);
[[nodiscard]] std::optional<ramauth::policy::PasswordStatus> parse_password_status(
    std::string_view text);

}  // namespace ramd
