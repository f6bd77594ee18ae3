// SPDX-License-Identifier: LGPL-2.1-or-later
// A pool without threads and without Argon2id: texts of the real form around a checksum. What it
// answers, and what happens while it "works", is the test's to say.
#pragma once

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "ramd/login/argon2_text.h"
#include "ramd/login/hashing_pool.h"

namespace ramd::test {

class FakeHashingPool final : public HashingPool {
public:
    // What hash() makes of a password.
    [[nodiscard]] static PasswordHash hash_of(std::string_view password, HashCost cost = {}) {
        Argon2Text text{.memory_kib = cost.memory_mib * 1024, .passes = cost.passes};
        std::uint64_t sum = 14695981039346656037U;
        for (const char byte : password)
            sum = (sum ^ static_cast<unsigned char>(byte)) * 1099511628211U;
        for (std::size_t i = 0; i < sizeof sum; ++i)
            text.hash[i] = static_cast<unsigned char>(sum >> (8 * i));
        return {format_argon2(text)};
    }

    [[nodiscard]] boost::asio::awaitable<HashAnswer> hash(const Secret& password,
                                                          const Request&) override {
        co_await work();
        ++hashes;
        if (hash_answer) co_return *hash_answer;
        co_return hash_of(password.view(), configured);
    }

    [[nodiscard]] boost::asio::awaitable<HashAnswer> hash_when_idle(
        const Secret& password, const Request& request) override {
        ++idle_hashes;
        return hash(password, request);
    }

    [[nodiscard]] boost::asio::awaitable<CheckAnswer> check(const Secret& password,
                                                            const PasswordHash& hash,
                                                            const Request&) override {
        checked.push_back(hash);
        const auto stored = parse_argon2(hash.text);
        const auto tried = parse_argon2(hash_of(password.view()).text);
        co_await work();
        if (check_answer) co_return *check_answer;
        if (!stored) co_return HashCheck::malformed;
        co_return stored->hash == tried->hash ? HashCheck::match : HashCheck::mismatch;
    }

    [[nodiscard]] HashCost cost() const override { return configured; }
    [[nodiscard]] bool healthy() const override { return true; }

    HashCost configured;
    std::optional<HashAnswer> hash_answer;
    std::optional<CheckAnswer> check_answer;
    std::function<void()> meanwhile;  // runs once, during the next job
    std::vector<PasswordHash> checked;
    unsigned hashes = 0;  // when idle or not
    unsigned idle_hashes = 0;

private:
    boost::asio::awaitable<void> work() {
        const auto loop = co_await boost::asio::this_coro::executor;
        co_await boost::asio::post(loop, boost::asio::use_awaitable);
        if (meanwhile) std::exchange(meanwhile, nullptr)();
    }
};

}  // namespace ramd::test
