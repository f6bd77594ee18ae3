// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/memory_limit.h"

#include <algorithm>
#include <charconv>
#include <fstream>

namespace ramd {
namespace {

// What ramd needs beside the hashes (ramd.conf(5)).
constexpr std::uint64_t reserve_mib = 64;

std::string own_cgroup(const std::string& root) {
    std::ifstream file(root + "/proc/self/cgroup");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("0::/")) return line.substr(3);
    return {};
}

[[noreturn]] void refuse(const std::string& file, const Config& config, std::uint64_t limit_mib) {
    const std::uint64_t workers = config.workers_named ? config.pool.workers : 1;
    throw ConfigError(file + ":0: " + std::to_string(workers) + " HashWorkers of " +
                      std::to_string(config.cost.memory_mib) + " MiB need " +
                      std::to_string(workers * config.cost.memory_mib + reserve_mib) +
                      " MiB, MemoryMax= of ramd.service allows " + std::to_string(limit_mib) +
                      "; lower HashWorkers or HashMemory, or raise MemoryMax=");
}

}  // namespace

std::optional<std::uint64_t> memory_limit_mib(const std::string& root) {
    const std::string group = own_cgroup(root);
    if (group.empty()) return std::nullopt;
    std::ifstream file(root + "/sys/fs/cgroup" + group + "/memory.max");
    std::string text;
    if (!std::getline(file, text)) return std::nullopt;
    std::uint64_t bytes = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return bytes >> 20;
}

void fit_into(std::optional<std::uint64_t> limit_mib, Config& config, const std::string& file) {
    if (!limit_mib) return;
    const std::uint64_t room = *limit_mib > reserve_mib ? *limit_mib - reserve_mib : 0;
    const std::uint64_t fit = room / config.cost.memory_mib;
    if (fit < (config.workers_named ? config.pool.workers : 1)) refuse(file, config, *limit_mib);
    config.pool.workers = static_cast<unsigned>(std::min<std::uint64_t>(config.pool.workers, fit));
}

}  // namespace ramd
