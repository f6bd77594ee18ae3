// SPDX-License-Identifier: LGPL-2.1-or-later
// A message as a handler gets it, without a bus: made on a connection that never gets an answer.
#pragma once

#include <sys/socket.h>

#include <functional>
#include <stdexcept>

#include "shared/bus_handles.h"
#include "shared/fd.h"

namespace ramd {

class TestMessage {
public:
    explicit TestMessage(const std::function<int(sd_bus_message*)>& append) {
        int ends[2] = {-1, -1};
        require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
        other_end_ = ramauth::UniqueFd(ends[1]);
        sd_bus* bus = nullptr;
        require(sd_bus_new(&bus));
        bus_.reset(bus);
        require(sd_bus_set_fd(bus, ends[0], ends[0]));
        require(sd_bus_negotiate_fds(bus, 1));
        require(sd_bus_start(bus));
        sd_bus_message* message = nullptr;
        require(sd_bus_message_new_method_call(bus, &message, nullptr, "/a", "a.b", "C"));
        message_.reset(message);
        require(append(message));
        require(sd_bus_message_seal(message, 1, 0));
        require(sd_bus_message_rewind(message, 1));
    }
    [[nodiscard]] sd_bus_message* get() const { return message_.get(); }

private:
    static void require(int result) {
        if (result < 0) throw std::runtime_error("cannot make a message");
    }
    ramauth::UniqueFd other_end_;
    ramauth::BusHandle bus_;
    ramauth::MessageHandle message_;
};

}  // namespace ramd
