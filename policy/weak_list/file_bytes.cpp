// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/file_bytes.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace ramauth::weak_list {

std::size_t read_at(int fd, std::span<unsigned char> into, std::uint64_t offset) {
    std::size_t done = 0;
    while (done < into.size()) {
        const ssize_t got =
            ::pread(fd, &into[done], into.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::generic_category(), "cannot read");
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

}  // namespace ramauth::weak_list
