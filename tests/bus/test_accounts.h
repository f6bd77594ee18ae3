// SPDX-License-Identifier: LGPL-2.1-or-later
// A list of accounts of the tests' own, seen by one child process and what it starts (a mount
// namespace): nothing of this machine is changed.
#pragma once

#include "tests/bus/child_process.h"

namespace bustest {

inline constexpr unsigned ann = 1001;
inline constexpr unsigned bob = 1002;
inline constexpr unsigned nobody = 65534;

// In the directory, once.
void write_accounts(const TempDirectory& directory);
// For the body of a child. Throws std::system_error.
void use_accounts(const TempDirectory& directory);
void become(unsigned uid);

}  // namespace bustest
