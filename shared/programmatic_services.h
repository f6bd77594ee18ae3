// SPDX-License-Identifier: LGPL-2.1-or-later
// ProgrammaticServices (MODEL.md, section 7) at its default: the PAM services of what runs without
// a person. Nothing here stops or ends them.
#pragma once

#include <string_view>

namespace ramauth {

[[nodiscard]] constexpr bool is_programmatic_service(std::string_view service) {
    return service == "cron" || service == "atd" || service == "systemd-user";
}

}  // namespace ramauth
