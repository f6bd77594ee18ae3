// SPDX-License-Identifier: LGPL-2.1-or-later
// A recovery contact for eyes that may not be its owner's: "a***@example.org", "***567". Enough for
// the owner to know it, and not enough to write to it.
#pragma once

#include <string>
#include <string_view>

#include "ramd/factor/courier.h"

namespace ramd {

// Empty for an empty contact. What is too short to be hidden in part is hidden as a whole.
[[nodiscard]] std::string masked(CourierWay way, std::string_view contact);

}  // namespace ramd
