// SPDX-License-Identifier: LGPL-2.1-or-later
// What the steps of the second factor share: the prompt for a code, and what a refusal of a ticket
// that is not complete yet comes to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pam_ramauth/invocation.h"

namespace ramauth::pam {

// PAM_SUCCESS with what ramd still wants after it, or a failure.
struct FactorStep {
    int code = PAM_SYSTEM_ERR;
    std::vector<std::string> next = {};
};

// Without the spaces around it, and never longer than a secret may be on the wire; empty where the
// person pressed Enter. Nothing, and a line in the log, where the program cannot ask.
[[nodiscard]] std::optional<Secret> ask_code(const Invocation& call);

// A wrong code is answered without a word; what else ramd refuses for is told.
[[nodiscard]] FactorStep refused_step(const Invocation& call, const Refusal& refusal);

}  // namespace ramauth::pam
