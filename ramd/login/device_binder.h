// SPDX-License-Identifier: LGPL-2.1-or-later
// Binding a device inside a logon that lets nobody in without one. The ticket is the right to it:
// it must be the caller's own and want "bind", and is ticket_expired otherwise.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ramd/login/device_binding.h"
#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

struct DeviceBound {
    Secret recovery_codes;          // ten lines
    std::vector<std::string> next;  // what the logon still wants
};

class DeviceBinder {
public:
    explicit DeviceBinder(LoginServices& services) : services_(services) {}

    // The same device as long as the ticket lives: what did not arrive can be shown again.
    [[nodiscard]] std::variant<DeviceOffer, ramauth::Refusal> begin(const Secret& ticket,
                                                                    const Request& request);
    // That device as a picture: lines of half blocks (shared/qr_picture.h).
    [[nodiscard]] std::variant<Secret, ramauth::Refusal> draw(const Secret& ticket,
                                                              const Request& request);
    // A right pair completes the ticket; after a wrong one it can be tried again. ticket_expired
    // where nothing was begun, too.
    [[nodiscard]] boost::asio::awaitable<std::variant<DeviceBound, ramauth::Refusal>> finish(
        Secret ticket, CodePair codes, Request request);

private:
    LoginServices& services_;
};

}  // namespace ramd
