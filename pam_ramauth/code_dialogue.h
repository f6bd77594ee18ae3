// SPDX-License-Identifier: LGPL-2.1-or-later
// The step of the second factor that asks for a code. An empty answer has one sent.
#pragma once

#include "pam_ramauth/factor_step.h"
#include "pam_ramauth/factor_ways.h"

namespace ramauth::pam {

// How many empty answers have a code sent; the next one ends the dialogue.
inline constexpr int most_empty_answers = 3;

// One guess at most. `ways` is not "bind".
[[nodiscard]] FactorStep ask_for_code(const Invocation& call, const FactorWays& ways,
                                      const Secret& ticket);

}  // namespace ramauth::pam
