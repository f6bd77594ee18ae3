// SPDX-License-Identifier: LGPL-2.1-or-later
// Receiving a secret: the first byte chooses the seals, the second the kind of descriptor, the
// third the limit; the rest is what is in it. What is accepted must be whole, within the limit,
// and overwritten.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "shared/secret_fd.h"

namespace {

using ramauth::UniqueFd;

constexpr int wanted = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

void require(bool condition) {
    if (!condition) std::abort();
}

UniqueFd make_memfd(const std::string& text, int seals) {
    UniqueFd fd(::memfd_create("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    require(::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    require(::fcntl(fd.get(), F_ADD_SEALS, seals) == 0);
    return fd;
}

UniqueFd make_pipe(const std::string& text) {
    int ends[2];
    require(::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
    const UniqueFd writing(ends[1]);
    require(::write(writing.get(), text.data(), std::min<std::size_t>(text.size(), 4096)) >= 0);
    return UniqueFd(ends[0]);
}

void check_overwritten(int fd, std::size_t size) {
    std::string left(size, 'x');
    require(::pread(fd, left.data(), size, 0) == static_cast<ssize_t>(size));
    require(left == std::string(size, '\0'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    const int seals = data[0] & (wanted | F_SEAL_WRITE | F_SEAL_FUTURE_WRITE);
    const std::size_t limit = (data[2] & 1) != 0 ? ramauth::max_long_secret : 512;
    const std::string text(reinterpret_cast<const char*>(data + 3), size - 3);
    if (data[1] % 4 == 3) {
        require(!ramauth::secret_from_fd(make_pipe(text), limit));
        return 0;
    }
    UniqueFd fd = make_memfd(text, seals);
    const UniqueFd witness(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));
    const auto received = ramauth::secret_from_fd(std::move(fd), limit);
    require(received.has_value() == (seals == wanted && text.size() <= limit));
    if (!received) return 0;
    require(received->view() == text);
    check_overwritten(witness.get(), text.size());
    return 0;
}
