// SPDX-License-Identifier: LGPL-2.1-or-later
// Two ends of one connection without a bus daemon, each with a pump of its own on one loop.
#pragma once

#include <sys/socket.h>

#include <boost/asio/io_context.hpp>

#include <memory>
#include <stdexcept>

#include "ramd/loop/bus_pump.h"

namespace ramd {

inline ramauth::BusHandle make_end(int fd, bool server) {
    sd_bus* raw = nullptr;
    sd_id128_t id{};
    if (sd_bus_new(&raw) < 0 || sd_bus_set_fd(raw, fd, fd) < 0)
        throw std::runtime_error("sd_bus_new");
    ramauth::BusHandle bus(raw);
    if (server && (sd_id128_randomize(&id) < 0 || sd_bus_set_server(raw, 1, id) < 0))
        throw std::runtime_error("sd_bus_set_server");
    if (sd_bus_start(raw) < 0) throw std::runtime_error("sd_bus_start");
    return bus;
}

struct BusPair {
    BusPair() {
        int ends[2] = {-1, -1};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
            throw std::runtime_error("socketpair");
        server = std::make_unique<BusPump>(loop.get_executor(), make_end(ends[0], true),
                                           [this] { ++server_closed; });
        client = std::make_unique<BusPump>(loop.get_executor(), make_end(ends[1], false),
                                           [this] { ++client_closed; });
    }

    boost::asio::io_context loop;
    int server_closed = 0;
    int client_closed = 0;
    std::unique_ptr<BusPump> server;
    std::unique_ptr<BusPump> client;
};

}  // namespace ramd
