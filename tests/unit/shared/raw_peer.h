// SPDX-License-Identifier: LGPL-2.1-or-later
// A peer that speaks the handshake of D-Bus by hand, so that it can break the protocol afterwards:
// it answers the first call with the bytes it was given, and hangs up.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "tests/unit/shared/fake_ramd.h"

namespace ramauth::test {

class RawPeer {
public:
    RawPeer(const std::string& path, std::string bytes)
        : listening_(listen_on(path)), thread_([this, bytes = std::move(bytes)] { run(bytes); }) {}
    RawPeer(const RawPeer&) = delete;
    RawPeer& operator=(const RawPeer&) = delete;
    ~RawPeer() { thread_.join(); }

private:
    static void read_until(int fd, std::string& read, const char* wanted) {
        char buffer[512];
        while (read.find(wanted) == std::string::npos) {
            const ssize_t n = ::read(fd, buffer, sizeof buffer);
            if (n <= 0) return;
            read.append(buffer, static_cast<std::size_t>(n));
        }
    }
    void run(const std::string& bytes) const {
        pollfd waited{listening_.get(), POLLIN, 0};
        ::poll(&waited, 1, 5000);
        const UniqueFd fd(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        std::string read;
        read_until(fd.get(), read, "BEGIN\r\n");
        const std::string greeting =
            "DATA\r\nOK 0123456789abcdef0123456789abcdef\r\nAGREE_UNIX_FD\r\n";
        (void)::send(fd.get(), greeting.data(), greeting.size(), MSG_NOSIGNAL);
        read_until(fd.get(), read, "ping");
        (void)::send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }

    UniqueFd listening_;
    std::thread thread_;
};

}  // namespace ramauth::test
