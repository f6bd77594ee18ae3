// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/host_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "ramd/store/store.h"
#include "shared/fd.h"

namespace ramd {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw StoreFault("host key " + path + ": " + why +
                     " (it is handed over by ramd.service, LoadCredentialEncrypted=)");
}

std::size_t read_up_to(int fd, std::span<char> into, const std::string& path) {
    std::size_t done = 0;
    while (done < into.size()) {
        const ssize_t n = ::read(fd, into.data() + done, into.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) refuse(path, ::strerrordesc_np(errno));
        if (n == 0) break;
        done += static_cast<std::size_t>(n);
    }
    return done;
}

}  // namespace

ramauth::Secret read_host_key(const std::string& path) {
    // Not blocking, so that a FIFO in its place cannot hold up the start.
    const ramauth::UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!fd) refuse(path, ::strerrordesc_np(errno));
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) refuse(path, ::strerrordesc_np(errno));
    if (!S_ISREG(status.st_mode)) refuse(path, "is not a file");
    ramauth::Secret key(host_key_size + 1);  // one more, to notice a longer file
    const std::size_t size = read_up_to(fd.get(), key.buffer(), path);
    if (size != host_key_size)
        refuse(path, "must hold exactly 32 bytes; where it was lost, restore it from a backup");
    key.resize(size);
    const std::string_view text = key.view();
    if (std::all_of(text.begin(), text.end(), [](char byte) { return byte == 0; }))
        refuse(path, "holds zeros only");
    return key;
}

}  // namespace ramd
