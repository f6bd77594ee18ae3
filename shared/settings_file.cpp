// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/settings_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <set>

#include "shared/fd.h"

namespace ramauth {
namespace {

constexpr std::size_t largest_file = std::size_t{64} * 1024;
constexpr std::size_t longest_path = 1024;

std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

void check_bytes(std::string_view line) {
    for (const char c : line) {
        if (static_cast<unsigned char>(c) < ' ' && c != '\t')
            throw BadLine("a control character; lines end with a line feed alone");
    }
}

void parse_line(std::string_view line, const SettingTakers& taker_of, std::set<std::string>& seen) {
    check_bytes(line);
    line = trim(line);
    if (line.empty() || line.front() == '#') return;
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) throw BadLine("neither Key=Value nor a comment");
    const std::string name(trim(line.substr(0, equals)));
    const SettingTaker take = taker_of(name);
    if (!take) throw BadLine("there is no key of this name");
    if (!seen.insert(name).second) throw BadLine(name + " stands here twice");
    take(trim(line.substr(equals + 1)));
}

std::string read_whole(int fd, const std::string& path) {
    std::string text;
    std::array<char, 4096> part{};
    while (true) {
        const ssize_t got = ::read(fd, part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) refuse_settings(path, ::strerrordesc_np(errno));
        if (got == 0) return text;
        text.append(part.data(), static_cast<std::size_t>(got));
        if (text.size() > largest_file) refuse_settings(path, "the file is larger than 64 KiB");
    }
}

}  // namespace

void refuse_settings(const std::string& file_name, const std::string& why) {
    throw ConfigError(file_name + ":0: " + why);
}

void parse_settings(std::string_view text, const std::string& file_name,
                    const SettingTakers& taker_of) {
    std::set<std::string> seen;
    for (unsigned line_number = 1; !text.empty(); ++line_number) {
        const auto end = text.find('\n');
        try {
            parse_line(text.substr(0, end), taker_of, seen);
        } catch (const BadLine& fault) {
            throw ConfigError(file_name + ":" + std::to_string(line_number) + ": " + fault.what());
        }
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
}

std::optional<std::string> read_settings_file(const std::string& path) {
    // O_NONBLOCK: a pipe in its place must not stop the start.
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!fd) {
        if (errno == ENOENT) return std::nullopt;
        refuse_settings(path, ::strerrordesc_np(errno));
    }
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) refuse_settings(path, ::strerrordesc_np(errno));
    if (!S_ISREG(status.st_mode)) refuse_settings(path, "this is not a regular file");
    if (status.st_uid != 0 || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        refuse_settings(path, "others than root may write this file");
    return read_whole(fd.get(), path);
}

unsigned number_setting(std::string_view text, unsigned least, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        throw BadLine("the value must be a whole number from " + std::to_string(least) + " to " +
                      std::to_string(most));
    return value;
}

bool yes_or_no_setting(std::string_view text) {
    if (text != "yes" && text != "no") throw BadLine("the value must be yes or no");
    return text == "yes";
}

std::string absolute_path_setting(std::string_view text) {
    const bool printable =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (!text.starts_with('/') || text.ends_with('/') || !printable || text.size() > longest_path)
        throw BadLine("the value must be the absolute path of a file, in ASCII");
    return std::string(text);
}

}  // namespace ramauth
