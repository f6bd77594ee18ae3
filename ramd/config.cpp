// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/config.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace ramd {
namespace {

constexpr unsigned most_workers = 64;
constexpr unsigned longest_queue = 4096;
constexpr unsigned most_free_failures = 1000;
constexpr unsigned longest_pause = 86'400;  // seconds
constexpr unsigned fewest_sources = 1024;
constexpr unsigned most_sources = 131'072;

unsigned number(std::string_view text, unsigned least, unsigned most) {
    return ramauth::number_setting(text, least, most);
}

unsigned failures(std::string_view text) {
    return number(text, 1, most_free_failures);
}

std::chrono::seconds pause(std::string_view text) {
    return std::chrono::seconds(number(text, 1, longest_pause));
}

struct Key {
    std::string_view name;
    void (*set)(Config&, std::string_view);
};

constexpr std::array keys{
    Key{"HashMemory",
        [](Config& config, std::string_view text) {
            config.cost.memory_mib =
                number(text, HashCost::minimum_memory_mib, HashCost::maximum_memory_mib);
        }},
    Key{"HashPasses",
        [](Config& config, std::string_view text) {
            config.cost.passes = number(text, HashCost::minimum_passes, HashCost::maximum_passes);
        }},
    Key{"HashWorkers",
        [](Config& config, std::string_view text) {
            config.pool.workers = number(text, 1, most_workers);
            config.workers_named = true;
        }},
    Key{"HashQueue",
        [](Config& config, std::string_view text) {
            config.pool.queue = number(text, 1, longest_queue);
        }},
    Key{"ManageRoot",
        [](Config& config, std::string_view text) {
            config.manage_root = ramauth::yes_or_no_setting(text);
        }},
    Key{"SourcePauseAfter",
        [](Config& config, std::string_view text) {
            config.pauses.per_source.after = failures(text);
        }},
    Key{"SourcePauseFirst",
        [](Config& config, std::string_view text) {
            config.pauses.per_source.first = pause(text);
        }},
    Key{"SourcePauseLongest",
        [](Config& config, std::string_view text) {
            config.pauses.per_source.longest = pause(text);
        }},
    Key{"UserPauseAfter",
        [](Config& config, std::string_view text) {
            config.pauses.per_user.after = failures(text);
        }},
    Key{"UserPauseFirst",
        [](Config& config, std::string_view text) { config.pauses.per_user.first = pause(text); }},
    Key{"UserPauseLongest",
        [](Config& config, std::string_view text) {
            config.pauses.per_user.longest = pause(text);
        }},
    Key{"PauseSources",
        [](Config& config, std::string_view text) {
            config.pauses.most_sources = number(text, fewest_sources, most_sources);
        }},
    Key{"WeakList",
        [](Config& config, std::string_view text) {
            config.weak_list = ramauth::absolute_path_setting(text);
        }},
};

ramauth::SettingTaker taker_of(std::string_view name, Config& config) {
    for (const Key& key : keys) {
        if (key.name == name)
            return [&config, set = key.set](std::string_view value) { set(config, value); };
    }
    return courier::taker_of(name, config.courier);
}

// What no line is wrong about alone.
void check_curve(const PauseCurve& curve, const std::string& name, const std::string& path) {
    if (curve.first > curve.longest)
        ramauth::refuse_settings(path, name + "First is longer than " + name + "Longest");
}

}  // namespace

Config parse_config(std::string_view text, const std::string& file_name) {
    Config config;
    config.pool.workers = std::max(1U, std::thread::hardware_concurrency());
    ramauth::parse_settings(text, file_name,
                            [&config](std::string_view name) { return taker_of(name, config); });
    check_curve(config.pauses.per_source, "SourcePause", file_name);
    check_curve(config.pauses.per_user, "UserPause", file_name);
    return config;
}

Config read_config(const std::string& path) {
    return parse_config(ramauth::read_settings_file(path).value_or(std::string()), path);
}

}  // namespace ramd
