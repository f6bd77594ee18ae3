// SPDX-License-Identifier: LGPL-2.1-or-later
// The way from a client to ramd: the private socket for uid 0, the system bus for everybody else
// (and for uid 0 only where the socket is not there). Checks who answers, and drives sd-bus under
// one monotonic deadline of its own, because sd-bus ignores call timeouts while it connects.
// One connection is one exchange; nothing is kept between two. The caller's environment has no
// influence.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "shared/bus_handles.h"
#include "shared/deadline.h"
#include "shared/error_code.h"

namespace ramauth {

// Where to find ramd; tests name other places.
struct RamdAddress {
    std::string private_socket;  // empty: do not try it
    std::string bus_address;
    unsigned socket_owner = 0;  // who must hold the listening end
    std::string bus_owner;      // the account that must own the name on the bus

    // /run/ramd/login where the effective uid is 0, and the system bus.
    [[nodiscard]] static RamdAddress standard();
};

// ramd did not answer, not in time, not in the agreed form, or is not who it should be.
struct Unanswered {
    std::string detail;       // for a log; nothing that a person typed
    bool maybe_done = false;  // the request had left: it may have been carried out
};

// ramd said no, with one of its own codes.
using Reply = std::variant<MessageHandle, Refusal, Unanswered>;

// Appends the arguments; returns a negative errno as sd_bus_message_append(3) does.
using AppendArguments = std::function<int(sd_bus_message*)>;

class RamdConnection {
public:
    explicit RamdConnection(RamdAddress address) : address_(std::move(address)) {}

    // Connects, calls `member` of `interface`, waits for the reply until `deadline`, closes.
    // Never throws but std::bad_alloc. `interactive` lets polkit ask the caller for a password.
    [[nodiscard]] Reply call(const char* interface, const char* member,
                             const AppendArguments& append, const Deadline& deadline,
                             bool interactive = false) const;

private:
    RamdAddress address_;
};

}  // namespace ramauth
