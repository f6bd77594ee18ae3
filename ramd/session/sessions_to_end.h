// SPDX-License-Identifier: LGPL-2.1-or-later
// Which sessions a revocation means. Pure: no clock, no bus.
#pragma once

#include "ramd/session/logind.h"
#include "ramd/session/logon_book.h"
#include "ramd/store/profile.h"

namespace ramd {

// Never true for a session of another uid, nor for one that nobody logged on to (a greeter, a lock
// screen, a cron job). Both must be of the present boot.
[[nodiscard]] bool must_end(const LogindSession& session, const Revocation& revocation,
                            const LogonBook& logons);

}  // namespace ramd
