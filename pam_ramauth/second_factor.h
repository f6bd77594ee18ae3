// SPDX-License-Identifier: LGPL-2.1-or-later
// Completes the ticket of a proof, in a dialogue: a code that came one of several ways, or a device
// that is bound. Never a success without ramd's word that nothing more is wanted.
#pragma once

#include <string>
#include <vector>

#include "pam_ramauth/invocation.h"

namespace ramauth::pam {

// `next` as the proof was answered; PAM_SUCCESS at once where it is empty.
[[nodiscard]] int give_second_factor(const Invocation& call, const Secret& ticket,
                                     std::vector<std::string> next);

}  // namespace ramauth::pam
