// SPDX-License-Identifier: LGPL-2.1-or-later
// A secret that is an argument of a call.
#pragma once

#include <optional>

#include "ramd/bus/invocation.h"
#include "shared/secret.h"

namespace ramd {

// The next argument. One that is no secret has been refused where nothing is returned.
[[nodiscard]] std::optional<ramauth::Secret> read_secret(Invocation& in);

}  // namespace ramd
