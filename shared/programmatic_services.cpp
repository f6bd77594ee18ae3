// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/programmatic_services.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "shared/fd.h"

namespace ramauth {
namespace {

constexpr std::size_t longest_service = 64;

// One byte more than may be, so that too much is seen.
using Buffer = std::array<char, longest_programmatic_services + 1>;

bool is_service_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_service &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '_' || c == '-';
           });
}

bool may_be_believed(int directory, int file) {
    struct stat of_directory {};
    struct stat of_file {};
    if (::fstat(directory, &of_directory) != 0 || ::fstat(file, &of_file) != 0) return false;
    return S_ISREG(of_file.st_mode) && (of_file.st_mode & (S_IWGRP | S_IWOTH)) == 0 &&
           (of_file.st_uid == 0 || of_file.st_uid == of_directory.st_uid);
}

std::optional<std::string_view> read_all(int file, Buffer& buffer) {
    std::size_t size = 0;
    while (size < buffer.size()) {
        const ssize_t got = ::read(file, buffer.data() + size, buffer.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::nullopt;
        if (got == 0) return std::string_view(buffer.data(), size);
        size += static_cast<std::size_t>(got);
    }
    return std::nullopt;
}

std::optional<std::string_view> read_list(const char* directory, Buffer& buffer) {
    const UniqueFd opened(::open(directory, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened) return std::nullopt;
    // A FIFO in its place must hold up nobody, and a terminal take nobody over.
    const UniqueFd file(::openat(opened.get(), programmatic_services_file,
                                 O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file || !may_be_believed(opened.get(), file.get())) return std::nullopt;
    return read_all(file.get(), buffer);
}

// Nothing where any line is no service's name.
std::optional<bool> is_listed(std::string_view list, std::string_view service) {
    bool listed = false;
    while (!list.empty()) {
        const std::size_t end = list.find('\n');
        if (end == std::string_view::npos || !is_service_name(list.substr(0, end)))
            return std::nullopt;
        listed = listed || list.substr(0, end) == service;
        list.remove_prefix(end + 1);
    }
    return listed;
}

}  // namespace

bool is_programmatic_service(const char* directory, std::string_view service) noexcept {
    Buffer buffer;
    const auto list = read_list(directory, buffer);
    const auto listed = list ? is_listed(*list, service) : std::nullopt;
    return listed.value_or(is_programmatic_by_default(service));
}

}  // namespace ramauth
