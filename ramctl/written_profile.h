// SPDX-License-Identifier: LGPL-2.1-or-later
// What create, set and reset-password say when they are done.
#pragma once

#include <string>

#include "ramctl/report.h"
#include "ramctl/verbs.h"

namespace ramctl {

// Adds what the options name to the settings.
void add_options(Fields& settings, const ProfileOptions& options);

// The profile as JSON, or `sentence` for people; a generated password alone on a line of standard
// output. Always ExitStatus::ok.
ExitStatus tell_written(Environment& environment, const WrittenProfile& written,
                        const std::string& sentence);

}  // namespace ramctl
