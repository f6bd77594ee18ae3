// SPDX-License-Identifier: LGPL-2.1-or-later
// From the arguments to one verb. Nothing is asked and nothing is done here.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "ramctl/verbs.h"

namespace ramctl {

struct CommandLine {
    Verb verb;
    bool json = false;
};

// `--help` and `--version`: text for standard output.
struct Information {
    std::string text;
};

// `arguments` without the program's name. Refusal: the command line is wrong (exit status 2).
[[nodiscard]] std::variant<CommandLine, Information, Refusal> parse_command_line(
    std::vector<std::string> arguments);

}  // namespace ramctl
