// SPDX-License-Identifier: LGPL-2.1-or-later
// ramd.conf(5): lines of `Key=Value`, comments with `#`. A file that does not parse stops the start
// with its name and line; a key that is not known is an error, so that a typing mistake never
// leaves a weaker setting in force. No file at all means the defaults.
#pragma once

#include <string>
#include <string_view>

#include "ramd/courier/settings.h"
#include "ramd/login/guess_pauses.h"
#include "ramd/login/hashing_pool.h"
#include "shared/settings_file.h"

namespace ramd {

struct Config {
    HashCost cost;  // HashMemory (MiB), HashPasses
    PoolSize pool;  // HashWorkers (default: the cores), HashQueue
    bool workers_named = false;
    bool manage_root = false;  // ManageRoot
    PauseSettings pauses;      // SourcePause…, UserPause…, PauseSources
    std::string weak_list = "/var/lib/ramd-weak-list/passwords.weak";  // WeakList
    courier::Settings courier;  // MailFrom, SMSCommand: obeyed by the courier, checked here
};

using ramauth::ConfigError;

[[nodiscard]] Config parse_config(std::string_view text, const std::string& file_name);

// Reads at most 64 KiB; throws ConfigError for a file that others than root may write.
[[nodiscard]] Config read_config(const std::string& path);

}  // namespace ramd
