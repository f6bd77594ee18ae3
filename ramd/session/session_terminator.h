// SPDX-License-Identifier: LGPL-2.1-or-later
// Ends the sessions of an account that are to end: SIGTERM, and SIGKILL to what does not heed it.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ramd/session/revocation_tools.h"
#include "ramd/session/standing_revocation.h"

namespace ramd {

class SessionTerminator {
public:
    struct Result {
        LogindDone failure;       // silent or denied: the rest was not asked about
        std::string why_refused;  // of one that logind will not end; empty: none
    };

    explicit SessionTerminator(std::shared_ptr<RevocationTools> tools) : tools_(std::move(tools)) {}

    // Takes the next step with each of them; does not wait for their end. The last `asking` of
    // them, in which changes were asked for, come after all others were begun. `answered` is called
    // when the first question was answered.
    [[nodiscard]] boost::asio::awaitable<Result> end(const std::vector<LogindSession>& sessions,
                                                     std::size_t asking,
                                                     std::function<void(const Result&)> answered);
    // None of them is left.
    void forget() { touched_.clear(); }

private:
    struct Touch {
        std::optional<std::uint64_t> terminated_us;
        std::optional<std::uint64_t> killed_us;
    };

    [[nodiscard]] boost::asio::awaitable<void> end_one(const LogindSession& session,
                                                       Result& result);
    [[nodiscard]] boost::asio::awaitable<LogindDone> step(const LogindSession& session);

    std::shared_ptr<RevocationTools> tools_;
    std::map<SessionKey, Touch> touched_;
};

}  // namespace ramd
