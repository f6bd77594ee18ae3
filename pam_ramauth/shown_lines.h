// SPDX-License-Identifier: LGPL-2.1-or-later
// Secrets of more than one line, made ready to be shown.
#pragma once

#include <string_view>

#include "pam_ramauth/conversation.h"

namespace ramauth::pam {

// As many lines a message as PAM_MAX_MSG_SIZE takes, because newer versions of sshd drop a logon
// with more than PAM_MAX_NUM_MSG messages before a prompt. A line is never cut.
void show_lines(Conversation& conversation, std::string_view lines);

// "Key: ABCD EFGH IJ".
[[nodiscard]] Secret in_groups_of_four(const Secret& seed);

}  // namespace ramauth::pam
