// SPDX-License-Identifier: LGPL-2.1-or-later
// The memory that systemd allows this service (MemoryMax=), and whether the hashes fit into it: a
// pool that is too large would be ended by the kernel in the middle of the busiest hour.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ramd/config.h"

namespace ramd {

// In MiB; nothing where there is no limit, or none that can be read. `root` is where proc and sys
// are found (cgroups(7), the unified hierarchy).
[[nodiscard]] std::optional<std::uint64_t> memory_limit_mib(const std::string& root = "");

// Workers that nobody named become as many as fit. Throws ConfigError where the named ones, or a
// single one, do not: `file` is the name of the configuration.
void fit_into(std::optional<std::uint64_t> limit_mib, Config& config, const std::string& file);

}  // namespace ramd
