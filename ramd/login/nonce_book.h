// SPDX-License-Identifier: LGPL-2.1-or-later
// What became of a change of password, for a caller who lost the connection and asks again with the
// same nonce: kept for ten minutes. A repeat of a change that is still under way waits for it.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "ramd/login/ending_sessions.h"
#include "ramd/login/request.h"
#include "shared/error_code.h"

namespace ramd {

struct PasswordChanged {
    std::uint64_t epoch = 0;
    EndingSessions sessions = {};  // unknown after a restart
};
using ChangeOutcome = std::variant<PasswordChanged, ramauth::Refusal>;

class NonceBook {
    struct State;

public:
    static constexpr std::size_t most = 4096;
    static constexpr std::chrono::minutes lifetime{10};
    using Clock = std::function<Deadline::Clock::time_point()>;

    struct Key {
        UserName user;
        Uid caller;
        std::string nonce;
        friend auto operator<=>(const Key&, const Key&) = default;
    };

    // The right to make the change. Going without settle() leaves the nonce unused: who waits or
    // comes later makes the change.
    class Claim {
    public:
        Claim(std::shared_ptr<State> state, Key key);
        Claim(Claim&& other) noexcept = default;
        Claim& operator=(Claim&&) = delete;
        ~Claim();
        void settle(ChangeOutcome outcome);

    private:
        std::shared_ptr<State> state_;  // empty once settled or moved from
        Key key_;
    };

    explicit NonceBook(Clock clock = Deadline::Clock::now);

    [[nodiscard]] boost::asio::awaitable<std::variant<Claim, ChangeOutcome>> claim(Key key);

private:
    std::shared_ptr<State> state_;
};

}  // namespace ramd
