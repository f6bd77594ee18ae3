// SPDX-License-Identifier: LGPL-2.1-or-later
// One method call on its way through a handler.
#pragma once

#include <chrono>
#include <memory>

#include "ramd/bus/endpoint.h"
#include "ramd/bus/reply_owner.h"
#include "ramd/login/request.h"
#include "shared/bus_handles.h"

namespace ramd {

// Of members that set no other.
inline constexpr std::chrono::seconds longest_request{20};
// Of those of a logon: a second less than the module waits (pam_ramauth(8)), so that it hears why.
inline constexpr std::chrono::seconds logon_takes_at_most{9};

struct Invocation {
    std::shared_ptr<Endpoint> endpoint;
    ramauth::MessageHandle message;
    Request request;
    ReplyOwner reply;

    [[nodiscard]] sd_bus_message* args() const noexcept { return message.get(); }
    [[nodiscard]] UseCases& use() const noexcept { return endpoint->use(); }
};

}  // namespace ramd
