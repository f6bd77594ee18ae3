// SPDX-License-Identifier: LGPL-2.1-or-later
// The reading side of the managed markers (BUS-API.md): one empty file per managed user name. It
// answers without ramd whether an account can be ours at all, so that nobody else's logon depends
// on ramd.
#pragma once

#include "shared/user_name.h"
#include "shared/wire.h"

namespace ramauth {

enum class Managed {
    no,     // the directory is there and the name is not
    maybe,  // the name is there, or nobody can tell: ramd must be asked
};

[[nodiscard]] Managed look_for_marker(const UserName& user,
                                      const char* directory = wire::managed_directory) noexcept;

}  // namespace ramauth
