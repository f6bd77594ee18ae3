// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/system_log.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

#include "shared/fd.h"

namespace ramauth::pam {
namespace {

constexpr sockaddr_un log_address{AF_UNIX, "/dev/log"};

int write_line(std::array<char, 1024>& buffer, int priority, std::string_view line) {
    const int level = priority & LOG_PRIMASK;
    const int length =
        std::snprintf(buffer.data(), buffer.size(), "<%d>%s[%d]: %.*s", LOG_AUTHPRIV | level,
                      program_invocation_short_name, static_cast<int>(::getpid()),
                      static_cast<int>(std::min<std::size_t>(line.size(), 800)), line.data());
    return std::min(length, static_cast<int>(buffer.size()) - 1);
}

}  // namespace

void send_to_system_log(int priority, std::string_view line) noexcept {
    const int saved = errno;
    const UniqueFd opened(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    // Standard streams may be closed in the program: keep out of their numbers.
    const UniqueFd fd(opened ? ::fcntl(opened.get(), F_DUPFD_CLOEXEC, 3) : -1);
    std::array<char, 1024> buffer{};
    const int length = write_line(buffer, priority, line);
    if (fd && length > 0) {
        (void)::sendto(fd.get(), buffer.data(), static_cast<std::size_t>(length), MSG_NOSIGNAL,
                       reinterpret_cast<const sockaddr*>(&log_address), sizeof log_address);
    }
    errno = saved;
}

}  // namespace ramauth::pam
