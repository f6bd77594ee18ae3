// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/hashing_pool.h"

#include <pthread.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "ramd/login/job_queue.h"

namespace ramd {
namespace {

using Clock = Deadline::Clock;
using Result = std::variant<PasswordHash, NoMemory, HashCheck, Busy, Abandoned>;

// Where the coroutine that ordered a job finds the result; touched on the loop's thread only. The
// timer never runs out: cancelling it wakes the coroutine.
struct Pending {
    explicit Pending(const boost::asio::any_io_executor& loop)
        : arrived(loop, Clock::time_point::max()) {}
    boost::asio::steady_timer arrived;
    std::optional<Result> result;
};

struct Job {
    std::function<Result()> work;  // owns the password
    Deadline deadline;
    std::shared_ptr<std::atomic<bool>> abandoned;
    std::shared_ptr<Pending> pending;
};

// How long a job takes, learned from the last ones.
class JobTime {
public:
    explicit JobTime(HashCost cost)
        : average_(std::chrono::microseconds(600) * cost.memory_mib * cost.passes) {}
    void learn(Clock::duration took) { average_ += (took - average_) / 8; }
    [[nodiscard]] Clock::duration average() const { return average_; }

private:
    Clock::duration average_;
};

// Signals are the main thread's: new threads inherit a mask that blocks them all.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;
    ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

// No failure of a hash may look like a wrong password.
Result run_guarded(const Job& job) {
    try {
        return job.work();
    } catch (const std::exception&) {
        return NoMemory{};
    }
}

std::optional<Result> reason_to_drop(const Job& job) {
    if (job.abandoned->load()) return Abandoned{};
    if (job.deadline.passed()) return Busy{};
    return std::nullopt;
}

class ThreadedPool final : public HashingPool {
public:
    ThreadedPool(boost::asio::any_io_executor loop, HashCost cost, PoolSize size,
                 HashFunctions functions)
        : loop_(std::move(loop)),
          cost_(cost),
          size_(size),
          functions_(std::move(functions)),
          queue_(size.workers, size.queue),
          job_time_(cost),
          started_(size.workers) {
        if (size.workers == 0) throw std::invalid_argument("a pool without workers");
        const SignalsBlocked blocked;
        for (unsigned i = 0; i < size.workers; ++i)
            threads_.emplace_back([this, i] { serve(started_[i]); });
    }
    ThreadedPool(const ThreadedPool&) = delete;
    ThreadedPool& operator=(const ThreadedPool&) = delete;

    ~ThreadedPool() override {
        std::deque<QueuedJob<Job>> dropped;
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            dropped = queue_.drop_all();
        }
        ready_.notify_all();
        for (auto& thread : threads_) thread.join();
        for (auto& job : dropped) answer(std::move(job.work), Abandoned{});
    }

    boost::asio::awaitable<HashAnswer> hash(const Secret& password,
                                            const Request& request) override {
        return hash_for({request.caller.uid}, password, request);
    }

    boost::asio::awaitable<HashAnswer> hash_when_idle(const Secret& password,
                                                      const Request& request) override {
        return hash_for({request.caller.uid, true}, password, request);
    }

    boost::asio::awaitable<CheckAnswer> check(const Secret& password, const PasswordHash& hash,
                                              const Request& request) override {
        auto copy = std::make_shared<const Secret>(password.clone());
        std::function<Result()> work = [this, copy = std::move(copy), hash] {
            return Result(functions_.check(*copy, hash));
        };
        Result result = co_await run({request.caller.uid}, std::move(work), request);
        if (const auto* checked = std::get_if<HashCheck>(&result)) co_return *checked;
        if (std::holds_alternative<Busy>(result)) co_return Busy{};
        if (std::holds_alternative<Abandoned>(result)) co_return Abandoned{};
        co_return HashCheck::no_memory;
    }

    [[nodiscard]] HashCost cost() const override { return cost_; }

    [[nodiscard]] bool healthy() const override {
        const std::lock_guard lock(mutex_);
        const auto now = Clock::now();
        for (const auto& began : started_)
            if (began && now - *began > size_.longest_job) return false;
        return true;
    }

private:
    boost::asio::awaitable<HashAnswer> hash_for(JobOwner owner, const Secret& password,
                                                const Request& request) {
        auto copy = std::make_shared<const Secret>(password.clone());
        std::function<Result()> work = [this, copy = std::move(copy)] {
            return std::visit([](auto made) -> Result { return made; },
                              functions_.hash(*copy, cost_));
        };
        Result result = co_await run(owner, std::move(work), request);
        if (auto* made = std::get_if<PasswordHash>(&result)) co_return std::move(*made);
        if (std::holds_alternative<Busy>(result)) co_return Busy{};
        if (std::holds_alternative<Abandoned>(result)) co_return Abandoned{};
        co_return NoMemory{};
    }

    boost::asio::awaitable<Result> run(JobOwner owner, std::function<Result()> work,
                                       const Request& request) {
        auto pending = std::make_shared<Pending>(loop_);
        Job job{std::move(work), request.deadline, request.abandoned, pending};
        if (!accept({owner, std::move(job)})) co_return Busy{};
        while (!pending->result) {
            boost::system::error_code woken;
            co_await pending->arrived.async_wait(
                boost::asio::redirect_error(boost::asio::use_awaitable, woken));
        }
        co_return std::move(*pending->result);
    }

    // False where there is no room, or the job could not end in time.
    bool accept(QueuedJob<Job> job) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_ || !can_end_in_time(job.owner, job.work.deadline)) return false;
            queue_.push(std::move(job));
        }
        ready_.notify_one();
        return true;
    }

    // A job that needs not wait is always begun, so that one slow moment, learned as the time that
    // jobs take, cannot turn everybody away for ever.
    bool can_end_in_time(JobOwner owner, const Deadline& deadline) const {
        if (deadline.passed()) return false;
        const std::size_t ahead = queue_.ahead_of(owner);
        const std::size_t workers = queue_.share_of(owner, size_.workers);
        if (ahead < workers) return queue_.may_push(owner);
        if (!queue_.has_room(owner)) return false;
        const auto rounds = static_cast<Clock::rep>(ahead / workers + 1);
        return job_time_.average() * rounds <= deadline.left();
    }

    void serve(std::optional<Clock::time_point>& began) {
        std::unique_lock lock(mutex_);
        for (;;) {
            ready_.wait(lock, [this] { return stopping_ || queue_.may_begin(); });
            if (stopping_) return;
            QueuedJob<Job> job = queue_.begin();
            auto result = reason_to_drop(job.work);
            if (!result) {
                began = Clock::now();
                lock.unlock();
                result = run_guarded(job.work);
                lock.lock();
                job_time_.learn(Clock::now() - *began);
                began.reset();
            }
            queue_.ended(job.owner);
            lock.unlock();
            // One that waited for its share of the workers may begin now.
            ready_.notify_one();
            answer(std::move(job.work), std::move(*result));
            lock.lock();
        }
    }

    void answer(Job job, Result result) {
        job.work = nullptr;  // wipes the password before anybody learns the result
        boost::asio::post(loop_,
                          [pending = std::move(job.pending), result = std::move(result)]() mutable {
                              pending->result = std::move(result);
                              pending->arrived.cancel();
                          });
    }

    const boost::asio::any_io_executor loop_;
    const HashCost cost_;
    const PoolSize size_;
    const HashFunctions functions_;

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable ready_;
    JobQueue<Job> queue_;
    JobTime job_time_;
    std::vector<std::optional<Clock::time_point>> started_;  // by worker; set while it works
    bool stopping_ = false;

    std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<HashingPool> make_hashing_pool(boost::asio::any_io_executor loop, HashCost cost,
                                               PoolSize size, HashFunctions functions) {
    return std::make_unique<ThreadedPool>(std::move(loop), cost, size, std::move(functions));
}

}  // namespace ramd
