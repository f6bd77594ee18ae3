// SPDX-License-Identifier: LGPL-2.1-or-later
// Keeps a thread that reads gigabytes out of the way of logons: it rests as long as it worked, so
// that half of a disk and of a processor is left on the smallest host. stop() ends rests and work.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace ramd {

class LoadPace {
public:
    // The thread: work begins.
    void begin() { worked_since_ = Clock::now(); }

    // The thread, after a little work: false where it is to end.
    [[nodiscard]] bool go_on() {
        std::unique_lock lock(mutex_);
        const auto worked = Clock::now() - worked_since_;
        rest_.wait_for(lock, worked, [this] { return stopped_; });
        worked_since_ = Clock::now();
        return !stopped_;
    }

    // Any thread.
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopped_ = true;
        }
        rest_.notify_all();
    }

private:
    using Clock = std::chrono::steady_clock;

    std::mutex mutex_;
    std::condition_variable rest_;
    bool stopped_ = false;
    Clock::time_point worked_since_ = Clock::now();  // the thread's own
};

}  // namespace ramd
