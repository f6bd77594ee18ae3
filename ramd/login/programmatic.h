// SPDX-License-Identifier: LGPL-2.1-or-later
// Whether a request comes from what runs without a person, and proved no password.
#pragma once

#include "ramd/login/request.h"
#include "shared/programmatic_services.h"

namespace ramd {

[[nodiscard]] inline bool is_programmatic(const LogonContext& context) {
    return context.believed && !context.ticket && !context.epoch &&
           ramauth::is_programmatic_by_default(context.service);
}

}  // namespace ramd
