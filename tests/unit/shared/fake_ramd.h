// SPDX-License-Identifier: LGPL-2.1-or-later
// A peer for RamdConnection: listens on a socket in a directory of its own and serves each
// connection with real sd-bus, in a thread of its own.
#pragma once

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-id128.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "shared/bus_handles.h"
#include "shared/fd.h"

namespace ramauth::test {

class SocketDirectory {
public:
    SocketDirectory() {
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp");
    }
    SocketDirectory(const SocketDirectory&) = delete;
    SocketDirectory& operator=(const SocketDirectory&) = delete;
    ~SocketDirectory() { std::filesystem::remove_all(path_); }
    [[nodiscard]] std::string file(const char* name) const { return path_ + "/" + name; }

private:
    std::string path_ = "/var/tmp/ramauth-test-XXXXXX";
};

inline UniqueFd bind_socket(const std::string& path) {
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("bind " + path);
    return fd;
}

inline UniqueFd listen_on(const std::string& path) {
    UniqueFd fd = bind_socket(path);
    if (::listen(fd.get(), 8) != 0) throw std::runtime_error("listen " + path);
    return fd;
}

// Runs in the server's thread for every method call; whatever it does not answer stays unanswered.
using Handler = std::function<void(sd_bus_message* call)>;

class FakeRamd {
public:
    FakeRamd(const std::string& path, Handler handler)
        : listening_(listen_on(path)),
          stop_(::eventfd(0, EFD_CLOEXEC)),
          handler_(std::move(handler)),
          thread_([this] { run(); }) {}
    FakeRamd(const FakeRamd&) = delete;
    FakeRamd& operator=(const FakeRamd&) = delete;
    ~FakeRamd() {
        (void)::eventfd_write(stop_.get(), 1);
        thread_.join();
    }
    [[nodiscard]] int connections() const { return connections_; }
    [[nodiscard]] int calls() const { return calls_; }

private:
    static int arrived(sd_bus_message* message, void* self, sd_bus_error*) {
        if (sd_bus_message_is_method_call(message, nullptr, nullptr) <= 0) return 0;
        auto* fake = static_cast<FakeRamd*>(self);
        ++fake->calls_;
        fake->handler_(message);
        return 1;
    }

    void add_connection(int fd) {
        ++connections_;
        sd_bus* bus = nullptr;
        sd_id128_t id{};
        sd_id128_randomize(&id);
        if (sd_bus_new(&bus) < 0) throw std::runtime_error("sd_bus_new");
        BusHandle owned(bus);
        if (sd_bus_set_fd(bus, fd, fd) < 0 || sd_bus_set_server(bus, 1, id) < 0 ||
            sd_bus_negotiate_fds(bus, 1) < 0 || sd_bus_add_filter(bus, nullptr, arrived, this) < 0)
            throw std::runtime_error("a server cannot be made");
        // A client whose deadline is over may have hung up before it was greeted.
        if (sd_bus_start(bus) >= 0) served_.push_back(std::move(owned));
    }

    void run() {
        for (;;) {
            std::vector<pollfd> waited{{stop_.get(), POLLIN, 0}, {listening_.get(), POLLIN, 0}};
            for (const BusHandle& bus : served_)
                waited.push_back({sd_bus_get_fd(bus.get()),
                                  static_cast<short>(sd_bus_get_events(bus.get())), 0});
            ::poll(waited.data(), waited.size(), -1);
            if (waited[0].revents != 0) break;
            if (waited[1].revents != 0)
                add_connection(
                    ::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
            std::erase_if(served_, [](const BusHandle& bus) {
                int r = 0;
                while ((r = sd_bus_process(bus.get(), nullptr)) > 0) continue;
                return r < 0;
            });
        }
        served_.clear();
    }

    UniqueFd listening_;
    UniqueFd stop_;
    Handler handler_;
    std::vector<BusHandle> served_;
    std::atomic<int> connections_{0};
    std::atomic<int> calls_{0};
    std::thread thread_;
};

// What a bus says when it is asked who owns org.ramauth1; other calls go to `ramd`.
inline Handler as_bus(unsigned owner_uid, Handler ramd) {
    return [owner_uid, ramd = std::move(ramd)](sd_bus_message* call) {
        const auto is = [call](const char* member) {
            return sd_bus_message_is_method_call(call, "org.freedesktop.DBus", member) > 0;
        };
        if (is("Hello"))
            sd_bus_reply_method_return(call, "s", ":1.7");
        else if (is("StartServiceByName"))
            sd_bus_reply_method_return(call, "u", 2U);
        else if (is("GetNameOwner"))
            sd_bus_reply_method_return(call, "s", ":1.3");
        else if (is("GetConnectionUnixUser"))
            sd_bus_reply_method_return(call, "u", owner_uid);
        else
            ramd(call);
    };
}

}  // namespace ramauth::test
