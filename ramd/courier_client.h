// SPDX-License-Identifier: LGPL-2.1-or-later
// The way to ramd-courier(8): a connection a message, on the loop, and no longer than the asker
// waits. When the connection ends before the answer, the courier stops what it was about.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <string>

#include "ramd/factor/courier.h"
#include "ramd/login/event_log.h"

namespace ramd {

class CourierClient : public Courier {
public:
    CourierClient(EventLog& log, std::string socket_path);

    [[nodiscard]] boost::asio::awaitable<bool> hand_over(CourierMessage message,
                                                         ramauth::Deadline by) override;

private:
    void complain(CourierWay way, const std::string& why);

    EventLog& log_;
    std::string socket_path_;
};

}  // namespace ramd
