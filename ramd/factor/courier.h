// SPDX-License-Identifier: LGPL-2.1-or-later
// Hands messages to the host's mail system and to the administrator's SMS command. ramd has no
// right to run either: a unit of its own does it (systemd/README.md).
#pragma once

#include <boost/asio/awaitable.hpp>

#include <string>

#include "shared/deadline.h"
#include "shared/secret.h"

namespace ramd {

enum class CourierWay { email, sms };

struct CourierMessage {
    CourierWay way = CourierWay::email;
    std::string to;       // address or number
    std::string subject;  // of a mail
    ramauth::Secret text;
};

class Courier {
public:
    virtual ~Courier() = default;
    // True: the message was taken over. False where it was not, or not known to be by `by` at the
    // latest; why stands in the journal. Never throws for the host's sake.
    [[nodiscard]] virtual boost::asio::awaitable<bool> hand_over(CourierMessage message,
                                                                 ramauth::Deadline by) = 0;
};

}  // namespace ramd
