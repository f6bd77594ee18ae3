// SPDX-License-Identifier: LGPL-2.1-or-later
// ProgrammaticServices (MODEL.md, section 7): the PAM services of what runs without a person.
// Nothing here stops or ends them. ramd keeps the list in a file beside the managed markers, one
// name a line, so that the module knows them without ramd.
#pragma once

#include <cstddef>
#include <string_view>

namespace ramauth {

// No user name begins with a dot.
inline constexpr const char* programmatic_services_file = ".programmatic-services";
inline constexpr std::size_t longest_programmatic_services = 8192;

[[nodiscard]] constexpr bool is_programmatic_by_default(std::string_view service) {
    return service == "cron" || service == "atd" || service == "systemd-user";
}

// By the file in `directory`; by the default where there is no such file, or none to be believed:
// only a plain file of root's or the directory's owner is, that nobody else may write and that
// holds names of services and nothing else.
[[nodiscard]] bool is_programmatic_service(const char* directory,
                                           std::string_view service) noexcept;

}  // namespace ramauth
