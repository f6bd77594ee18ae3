// SPDX-License-Identifier: LGPL-2.1-or-later
// What a guest could leave behind in, or change for, the process around it.
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace ramauth::test {

// number -> what it is, where it stands and its flags
[[nodiscard]] std::map<int, std::string> open_files();
[[nodiscard]] std::size_t threads();
[[nodiscard]] std::size_t mappings();
// Signal handlers and mask, umask, directory, locale, environment, limits, timer, threads.
[[nodiscard]] std::string snapshot();

}  // namespace ramauth::test
