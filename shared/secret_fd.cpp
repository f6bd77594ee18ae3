// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/secret_fd.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace ramauth {
namespace {

constexpr int wanted_seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
// With one of these the receiver could not overwrite what it has read.
constexpr int unwanted_seals = F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// Standard streams may be closed in the host program: keep out of their numbers.
UniqueFd above_stdio(UniqueFd fd) {
    if (fd.get() > 2) return fd;
    UniqueFd moved(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));
    if (!moved) fail("fcntl(F_DUPFD_CLOEXEC)");
    return moved;
}

bool write_whole(int fd, std::string_view bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t n =
            ::pwrite(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        done += static_cast<std::size_t>(n);
    }
    return true;
}

bool read_whole(int fd, std::span<char> into) {
    std::size_t done = 0;
    while (done < into.size()) {
        const ssize_t n =
            ::pread(fd, into.data() + done, into.size() - done, static_cast<off_t>(done));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        done += static_cast<std::size_t>(n);
    }
    return true;
}

void overwrite(int fd, std::size_t size) {
    static constexpr std::array<char, 4096> zeros{};
    for (std::size_t done = 0; done < size; done += zeros.size()) {
        const std::size_t part = std::min(zeros.size(), size - done);
        if (::pwrite(fd, zeros.data(), part, static_cast<off_t>(done)) < 0) return;
    }
}

}  // namespace

UniqueFd secret_to_fd(const Secret& secret) {
    UniqueFd fd(::memfd_create("ramauth-secret", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd) fail("memfd_create");
    fd = above_stdio(std::move(fd));
    if (!write_whole(fd.get(), secret.view())) fail("write to memfd");
    if (::fcntl(fd.get(), F_ADD_SEALS, wanted_seals) != 0) fail("fcntl(F_ADD_SEALS)");
    return fd;
}

std::optional<Secret> secret_from_fd(UniqueFd fd, std::size_t limit) {
    if (!fd) return std::nullopt;
    // Only memfds and files on tmpfs have seals at all, so a pipe, a terminal or a file on a
    // slow file system is turned away before anything could block.
    const int seals = ::fcntl(fd.get(), F_GET_SEALS);
    if (seals < 0 || (seals & wanted_seals) != wanted_seals) return std::nullopt;
    if ((seals & unwanted_seals) != 0) return std::nullopt;
    if ((::fcntl(fd.get(), F_GETFL) & O_ACCMODE) != O_RDWR) return std::nullopt;
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    if (status.st_size < 0 || static_cast<std::size_t>(status.st_size) > limit) return std::nullopt;
    Secret secret(static_cast<std::size_t>(status.st_size));
    if (!read_whole(fd.get(), secret.buffer())) return std::nullopt;
    secret.resize(secret.capacity());
    overwrite(fd.get(), secret.size());
    return secret;
}

}  // namespace ramauth
