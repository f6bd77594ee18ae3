// SPDX-License-Identifier: LGPL-2.1-or-later
// ramd's end of the private socket, in a thread of the test.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ramctl/bus_manager_client.h"
#include "shared/bus_handles.h"
#include "shared/secret_fd.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl::testing {

using ramauth::UniqueFd;

// What the peer does with one call; below zero: it hangs up without an answer.
using Handler = std::function<int(sd_bus_message*)>;

// Serves one connection a handler, in its own thread.
class Peer {
public:
    explicit Peer(std::vector<Handler> handlers) : handlers_(std::move(handlers)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = folder_.passwd();
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        listener_ = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ||
            ::listen(listener_.get(), 5))
            ADD_FAILURE() << "cannot listen";
        thread_ = std::thread([this] { serve(); });
    }
    ~Peer() { thread_.join(); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    [[nodiscard]] ramauth::RamdAddress address() const {
        return {folder_.passwd(), "", ::getuid(), "ramd"};
    }

private:
    void serve() {
        for (const auto& handler : handlers_) {
            const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) return;
            answer(fd, handler);
        }
    }
    static void answer(int fd, const Handler& handler) {
        sd_bus* raw = nullptr;
        sd_bus_new(&raw);
        const ramauth::BusHandle bus(raw);
        sd_id128_t id{};
        sd_id128_randomize(&id);
        sd_bus_set_fd(raw, fd, fd);
        sd_bus_set_server(raw, 1, id);
        sd_bus_set_anonymous(raw, 1);
        sd_bus_negotiate_fds(raw, 1);
        sd_bus_start(raw);
        for (;;) {
            sd_bus_message* message = nullptr;
            const int r = sd_bus_process(raw, &message);
            const ramauth::MessageHandle owned(message);
            if (r < 0) return;
            if (message != nullptr && sd_bus_message_is_method_call(message, nullptr, nullptr)) {
                if (handler(message) < 0) return;
                sd_bus_flush(raw);
                return;
            }
            if (r == 0) sd_bus_wait(raw, UINT64_MAX);
        }
    }

    TestAccounts folder_;
    std::vector<Handler> handlers_;
    UniqueFd listener_;
    std::thread thread_;
};

inline BusManagerClient client_of(const Peer& peer) {
    return BusManagerClient({0, "root"}, false, peer.address());
}

inline std::string take_secret(sd_bus_message* message, std::size_t limit = Secret::max_size) {
    int fd = -1;
    if (sd_bus_message_read(message, "h", &fd) < 0) return "(no fd)";
    const auto read = ramauth::secret_from_fd(UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, 3)), limit);
    return read ? std::string(read->view()) : "(malformed)";
}

}  // namespace ramctl::testing
