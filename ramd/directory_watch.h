// SPDX-License-Identifier: LGPL-2.1-or-later
// Says when something may have changed in a directory: inotify where it can be watched, and a look
// from time to time in any case, more often where it is not there or cannot be watched.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace ramd {

struct WatchIntervals {
    std::chrono::milliseconds watched = std::chrono::seconds(60);
    std::chrono::milliseconds unwatched = std::chrono::seconds(5);
};

class DirectoryWatch {
public:
    // Called from the loop, the first time after one of the intervals; must not throw. Files that
    // are still being written are no change.
    using Look = std::function<void()>;

    DirectoryWatch(boost::asio::any_io_executor loop, std::string directory, Look look,
                   WatchIntervals intervals = {});
    DirectoryWatch(const DirectoryWatch&) = delete;
    DirectoryWatch& operator=(const DirectoryWatch&) = delete;
    ~DirectoryWatch();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ramd
