// SPDX-License-Identifier: LGPL-2.1-or-later
// One line to /dev/log as a datagram that is dropped rather than waited for. syslog(3) and so
// pam_syslog(3) would block behind a stopped journal and leave an open descriptor in the program.
#pragma once

#include <string_view>

namespace ramauth::pam {

// `priority` is a level of syslog(3); the facility is LOG_AUTHPRIV.
void send_to_system_log(int priority, std::string_view line) noexcept;

}  // namespace ramauth::pam
