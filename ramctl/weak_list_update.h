// SPDX-License-Identifier: LGPL-2.1-or-later
// `weak-list update`, with the unit as an argument.
#pragma once

#include "ramctl/update_unit.h"
#include "ramctl/verbs.h"

namespace ramctl {

[[nodiscard]] ExitStatus update_weak_list(const WeakListUpdateVerb& verb, Environment& environment,
                                          UpdateUnit& unit);

}  // namespace ramctl
