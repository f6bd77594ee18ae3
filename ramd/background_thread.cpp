// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/background_thread.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace ramd {
namespace {

namespace asio = boost::asio;

// Where the coroutine that ordered a job hears of its end; touched on the loop's thread only.
struct Pending {
    explicit Pending(const asio::any_io_executor& loop) : timer(loop) {}
    asio::steady_timer timer;
    bool ended = false;
    std::exception_ptr fault;
};

struct Job {
    std::function<void()> work;
    std::shared_ptr<Pending> pending;
};

std::exception_ptr fault_of(const std::function<void()>& work) {
    try {
        work();
        return nullptr;
    } catch (...) {
        return std::current_exception();
    }
}

// Signals are the main thread's: a new thread inherits a mask that blocks them. Not those of its
// own faults: of a page that a disk does not give, SIGBUS has to be heard where it was touched.
template <class Body>
std::thread thread_without_signals(Body body) {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    for (const int own : {SIGBUS, SIGSEGV, SIGILL, SIGFPE}) sigdelset(&all, own);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread thread(std::move(body));
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

}  // namespace

struct BackgroundThread::State {
    explicit State(asio::any_io_executor on) : loop(std::move(on)) {}

    void serve();
    void answer(Job job, std::exception_ptr fault) const;
    void drop(const std::shared_ptr<Pending>& pending);

    asio::any_io_executor loop;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Job> waiting;
    bool stopping = false;
    std::thread thread;
};

void BackgroundThread::State::serve() {
    std::unique_lock lock(mutex);
    for (;;) {
        changed.wait(lock, [this] { return stopping || !waiting.empty(); });
        if (stopping) return;
        Job job = std::move(waiting.front());
        waiting.pop_front();
        lock.unlock();
        auto fault = fault_of(job.work);
        answer(std::move(job), std::move(fault));
        lock.lock();
    }
}

void BackgroundThread::State::answer(Job job, std::exception_ptr fault) const {
    job.work = nullptr;  // what it owns goes before anybody learns of its end
    asio::post(loop, [pending = std::move(job.pending), fault = std::move(fault)]() mutable {
        pending->ended = true;
        pending->fault = std::move(fault);
        pending->timer.cancel();
    });
}

// Nobody waits for it any more: behind a disk that hangs the others would pile up.
void BackgroundThread::State::drop(const std::shared_ptr<Pending>& pending) {
    const std::lock_guard lock(mutex);
    std::erase_if(waiting, [&pending](const Job& job) { return job.pending == pending; });
}

BackgroundThread::BackgroundThread(asio::any_io_executor loop)
    : state_(std::make_shared<State>(std::move(loop))) {
    state_->thread = thread_without_signals([state = state_.get()] { state->serve(); });
}

BackgroundThread::~BackgroundThread() {
    stop();
}

bool BackgroundThread::stopping() const {
    const std::lock_guard lock(state_->mutex);
    return state_->stopping;
}

void BackgroundThread::stop() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->changed.notify_one();
    if (state_->thread.joinable()) state_->thread.join();
    state_->waiting.clear();
}

asio::awaitable<bool> BackgroundThread::finish(std::function<void()> job, Duration patience) {
    const auto state = state_;
    const auto pending = std::make_shared<Pending>(state->loop);
    const auto now = std::chrono::steady_clock::now();
    const auto longest = std::chrono::steady_clock::time_point::max() - now;
    pending->timer.expires_at(now + std::min<Duration>(patience, longest));
    {
        const std::lock_guard lock(state->mutex);
        state->waiting.push_back({std::move(job), pending});
    }
    state->changed.notify_one();
    boost::system::error_code woken;
    co_await pending->timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    if (!pending->ended) state->drop(pending);
    if (pending->fault) std::rethrow_exception(pending->fault);
    co_return pending->ended;
}

}  // namespace ramd
