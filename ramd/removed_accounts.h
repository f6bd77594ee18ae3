// SPDX-License-Identifier: LGPL-2.1-or-later
// The daemon's end of the userdel hook: root leaves one empty file per removed account in a
// directory, also while the daemon is down; the daemon acts on it and then removes the file.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>

#include "shared/timestamp.h"
#include "shared/user_name.h"

namespace ramd {

class RemovedAccounts {
public:
    static constexpr const char* standard_directory = "/var/lib/ramd-removed";

    // `act` is called from the loop, for what lies there already as well. It returns once what it
    // did is durable, and throws where it could not be done: then the file stays and is tried
    // again.
    using Act = std::function<void(const ramauth::UserName&, ramauth::Timestamp removed)>;
    using Complain = std::function<void(const std::string&)>;

    RemovedAccounts(boost::asio::any_io_executor loop, std::string directory, Act act,
                    Complain complain);
    RemovedAccounts(const RemovedAccounts&) = delete;
    RemovedAccounts& operator=(const RemovedAccounts&) = delete;
    ~RemovedAccounts();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ramd
