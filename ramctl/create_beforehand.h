// SPDX-License-Identifier: LGPL-2.1-or-later
// Why a profile will not be made for sure, told before anybody is asked for a password and before
// /etc/shadow is touched.
#pragma once

#include "ramctl/verbs.h"

namespace ramctl {

// Done where nothing speaks against it. Throws AccountsUnreadable.
[[nodiscard]] Answer<Done> refused_beforehand(Environment& environment, const CreateVerb& verb,
                                              const UserName& user);

}  // namespace ramctl
