// SPDX-License-Identifier: LGPL-2.1-or-later
// What the person is told of the sessions that a committed change ends, in one sentence or two.
#pragma once

#include <string>

#include "pam_ramauth/logon_data.h"
#include "pam_ramauth/ramd_service.h"

namespace ramauth::pam {

// Counts are of logind's sessions. Empty where there was nothing to do.
[[nodiscard]] std::string change_news(ChangeKind kind, const EndingSessions& sessions);

}  // namespace ramauth::pam
