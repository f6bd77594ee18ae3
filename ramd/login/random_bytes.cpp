// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/random_bytes.h"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace ramd {

void random_bytes(void* into, std::size_t size) {
    auto* next = static_cast<char*>(into);
    while (size > 0) {
        const ssize_t got = ::getrandom(next, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw std::system_error(errno, std::generic_category(), "getrandom");
        next += got;
        size -= static_cast<std::size_t>(got);
    }
}

}  // namespace ramd
