// SPDX-License-Identifier: LGPL-2.1-or-later
// The only threads of ramd: at most `workers` hashes run at once and at most `queue` wait. A job
// that cannot end before its deadline is refused at once as busy; one whose client has gone is
// dropped before it begins. Results come back on the event loop's thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <variant>

#include "ramd/login/password_hasher.h"
#include "ramd/login/request.h"

namespace ramd {

struct Busy {};       // the queue is full, or the job could not end in time
struct Abandoned {};  // the client went away first

using HashAnswer = std::variant<PasswordHash, NoMemory, Busy, Abandoned>;
using CheckAnswer = std::variant<HashCheck, Busy, Abandoned>;

class HashingPool {
public:
    virtual ~HashingPool() = default;

    [[nodiscard]] virtual boost::asio::awaitable<HashAnswer> hash(const Secret& password,
                                                                  const Request& request) = 0;
    // The same when nothing else waits for a worker: for what nobody waits for. Counts for no user.
    [[nodiscard]] virtual boost::asio::awaitable<HashAnswer> hash_when_idle(
        const Secret& password, const Request& request) = 0;
    [[nodiscard]] virtual boost::asio::awaitable<CheckAnswer> check(const Secret& password,
                                                                    const PasswordHash& hash,
                                                                    const Request& request) = 0;
    [[nodiscard]] virtual HashCost cost() const = 0;
    // For the watchdog: false while a worker has been busy with one job for longer than it may.
    [[nodiscard]] virtual bool healthy() const = 0;
};

struct PoolSize {
    unsigned workers = 2;
    unsigned queue = 64;
    // A worker that is at one job for longer does not work any more.
    std::chrono::milliseconds longest_job{30'000};
};

// What the workers run, on several threads at once.
struct HashFunctions {
    std::function<std::variant<PasswordHash, NoMemory>(const Secret&, HashCost)> hash =
        hash_password;
    std::function<HashCheck(const Secret&, const PasswordHash&)> check = check_password;
};

// Threads live until the pool goes; going waits for the jobs that run, and drops the queue. The
// pool goes before the loop does.
[[nodiscard]] std::unique_ptr<HashingPool> make_hashing_pool(boost::asio::any_io_executor loop,
                                                             HashCost cost, PoolSize size,
                                                             HashFunctions functions = {});

}  // namespace ramd
