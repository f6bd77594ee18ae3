// SPDX-License-Identifier: LGPL-2.1-or-later
// The step of the second factor that binds a device: shows what the app has to know, asks for two
// codes in a row and shows the recovery codes once. A success only for a binding that ramd has
// finished.
#pragma once

#include "pam_ramauth/factor_step.h"

namespace ramauth::pam {

inline constexpr int tries_to_bind = 3;

[[nodiscard]] FactorStep bind_device(const Invocation& call, const Secret& ticket);

}  // namespace ramauth::pam
