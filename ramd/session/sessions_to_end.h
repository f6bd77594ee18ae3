// SPDX-License-Identifier: LGPL-2.1-or-later
// Which sessions a revocation means. Pure: no clock, no bus.
#pragma once

#include <string>
#include <vector>

#include "ramd/session/logind.h"
#include "ramd/session/logon_book.h"
#include "ramd/store/profile.h"

namespace ramd {

// PAM services of what runs without a person.
using ProgrammaticServices = std::vector<std::string>;

// False for a session that nobody logged on to: a greeter, a lock screen, a cron job.
[[nodiscard]] bool somebody_logged_on(const LogindSession& session,
                                      const ProgrammaticServices& programmatic);
// Never true for a session of another uid, nor for one that nobody logged on to. Both must be of
// the present boot.
[[nodiscard]] bool must_end(const LogindSession& session, const Revocation& revocation,
                            const LogonBook& logons, const ProgrammaticServices& programmatic);
// Of the user manager itself, as later logind versions list it.
[[nodiscard]] bool is_user_manager(const LogindSession& session);

}  // namespace ramd
