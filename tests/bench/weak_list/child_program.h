// SPDX-License-Identifier: LGPL-2.1-or-later
// Another program, run to its end with its standard input and output in files.
#pragma once

#include <string>
#include <vector>

namespace ramauth::bench {

struct ChildRun {
    int exit_status = 0;
    double seconds = 0;            // from its start to its end
    double processor_seconds = 0;  // user and system
    double most_memory_mib = 0;
};

// `arguments` begins with the program's path. What it says on standard error is not kept. Throws
// std::system_error where it cannot be started, std::runtime_error where a signal ended it.
[[nodiscard]] ChildRun run_program(const std::vector<std::string>& arguments,
                                   const std::string& input, const std::string& output);

}  // namespace ramauth::bench
