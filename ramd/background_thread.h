// SPDX-License-Identifier: LGPL-2.1-or-later
// A thread for what waits for a disk, so that the event loop never does: one job at a time, in the
// order of their coming. Used from the loop's thread, and stopped before the loop goes: that drops
// what has not begun, and waits for the job that runs.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace ramd {

class BackgroundThread {
public:
    using Duration = std::chrono::steady_clock::duration;

    explicit BackgroundThread(boost::asio::any_io_executor loop);
    BackgroundThread(const BackgroundThread&) = delete;
    BackgroundThread& operator=(const BackgroundThread&) = delete;
    ~BackgroundThread();

    // What waits is never continued, and neither is what comes later.
    void stop();
    // Has it begun? Any thread: what runs may end early.
    [[nodiscard]] bool stopping() const;

    // What `work` gives, on the loop again; what it throws is thrown there. Nothing where it took
    // longer than `patience`, the wait for other jobs included: then it is dropped, or left to
    // itself where it runs already, so it must own what it uses. What waits is thus no more than
    // what is waited for.
    template <class Result>
    [[nodiscard]] boost::asio::awaitable<std::optional<Result>> run(
        std::function<Result()> work, Duration patience = Duration::max()) {
        auto result = std::make_shared<std::optional<Result>>();
        std::function<void()> job = [result, work = std::move(work)] { result->emplace(work()); };
        if (!co_await finish(std::move(job), patience)) co_return std::nullopt;
        co_return std::move(*result);
    }

private:
    struct State;

    // False where the patience ran out.
    [[nodiscard]] boost::asio::awaitable<bool> finish(std::function<void()> job, Duration patience);

    std::shared_ptr<State> state_;
};

}  // namespace ramd
