// SPDX-License-Identifier: LGPL-2.1-or-later
// One login profile, with the account's entry in /etc/shadow locked before ramd is asked and given
// back when ramd did not make it. What `create` does, and a row of `create --from-file`.
#pragma once

#include "ramctl/signal_hold.h"
#include "ramctl/verbs.h"

namespace ramctl {

// `hold` is taken once the password is known, and is the caller's: a generated password is told
// before a signal takes effect. Remarks that no answer holds (an entry that could not be given
// back) go to environment.err.
[[nodiscard]] Answer<WrittenProfile> make_profile(const CreateVerb& verb, const UserName& user,
                                                  Environment& environment,
                                                  std::optional<SignalHold>& hold);

}  // namespace ramctl
