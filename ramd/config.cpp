// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <set>
#include <thread>

#include "shared/fd.h"

namespace ramd {
namespace {

constexpr std::size_t largest_file = std::size_t{64} * 1024;
constexpr std::size_t longest_path = 1024;
constexpr unsigned most_workers = 64;
constexpr unsigned longest_queue = 4096;
constexpr unsigned most_free_failures = 1000;
constexpr unsigned longest_pause = 86'400;  // seconds
constexpr unsigned fewest_sources = 1024;
constexpr unsigned most_sources = 131'072;

// What is wrong with one line; the caller knows where it stands.
struct BadLine : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

unsigned number(std::string_view text, unsigned least, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        throw BadLine("the value must be a whole number from " + std::to_string(least) + " to " +
                      std::to_string(most));
    return value;
}

bool yes_or_no(std::string_view text) {
    if (text != "yes" && text != "no") throw BadLine("the value must be yes or no");
    return text == "yes";
}

// The path stands in messages: no byte of it may be anything but a character.
std::string absolute_path(std::string_view text) {
    const bool printable =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (!text.starts_with('/') || text.ends_with('/') || !printable || text.size() > longest_path)
        throw BadLine("the value must be the absolute path of a file, in ASCII");
    return std::string(text);
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
        [](Config& config, std::string_view text) { config.manage_root = yes_or_no(text); }},
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
        [](Config& config, std::string_view text) { config.weak_list = absolute_path(text); }},
};

void check_bytes(std::string_view line) {
    for (const char c : line) {
        if (static_cast<unsigned char>(c) < ' ' && c != '\t')
            throw BadLine("a control character; lines end with a line feed alone");
    }
}

void parse_line(std::string_view line, Config& config, std::set<std::string>& seen) {
    check_bytes(line);
    line = trim(line);
    if (line.empty() || line.front() == '#') return;
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) throw BadLine("neither Key=Value nor a comment");
    const std::string name(trim(line.substr(0, equals)));
    for (const Key& key : keys) {
        if (key.name != name) continue;
        if (!seen.insert(name).second) throw BadLine(name + " stands here twice");
        return key.set(config, trim(line.substr(equals + 1)));
    }
    throw BadLine("there is no key of this name");
}

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw ConfigError(path + ":0: " + why);
}

// What no line is wrong about alone.
void check_curve(const PauseCurve& curve, const std::string& name, const std::string& path) {
    if (curve.first > curve.longest)
        refuse(path, name + "First is longer than " + name + "Longest");
}

std::string read_whole(int fd, const std::string& path) {
    std::string text;
    std::array<char, 4096> part{};
    while (true) {
        const ssize_t got = ::read(fd, part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) refuse(path, ::strerrordesc_np(errno));
        if (got == 0) return text;
        text.append(part.data(), static_cast<std::size_t>(got));
        if (text.size() > largest_file) refuse(path, "the file is larger than 64 KiB");
    }
}

}  // namespace

Config parse_config(std::string_view text, const std::string& file_name) {
    Config config;
    config.pool.workers = std::max(1U, std::thread::hardware_concurrency());
    std::set<std::string> seen;
    for (unsigned line_number = 1; !text.empty(); ++line_number) {
        const auto end = text.find('\n');
        try {
            parse_line(text.substr(0, end), config, seen);
        } catch (const BadLine& fault) {
            throw ConfigError(file_name + ":" + std::to_string(line_number) + ": " + fault.what());
        }
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    check_curve(config.pauses.per_source, "SourcePause", file_name);
    check_curve(config.pauses.per_user, "UserPause", file_name);
    return config;
}

Config read_config(const std::string& path) {
    // O_NONBLOCK: a pipe in its place must not stop the start.
    const ramauth::UniqueFd fd(
        ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!fd) {
        if (errno == ENOENT) return parse_config("", path);
        refuse(path, ::strerrordesc_np(errno));
    }
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) refuse(path, ::strerrordesc_np(errno));
    if (!S_ISREG(status.st_mode)) refuse(path, "this is not a regular file");
    if (status.st_uid != 0 || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        refuse(path, "others than root may write this file");
    return parse_config(read_whole(fd.get(), path), path);
}

}  // namespace ramd
