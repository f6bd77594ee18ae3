// SPDX-License-Identifier: LGPL-2.1-or-later
// Ends an account's user manager and what lingers (RevokeScope "user"), once it has no session.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ramd/session/revocation_tools.h"
#include "ramd/session/standing_revocation.h"

namespace ramd {

class UserTerminator {
public:
    struct Result {
        LogindDone failure;  // silent or denied
        std::string why_refused;
    };

    explicit UserTerminator(std::shared_ptr<RevocationTools> tools) : tools_(std::move(tools)) {}

    // Tells logind, again when that was long ago. TerminateUser also ends a session that was opened
    // since somebody looked.
    [[nodiscard]] boost::asio::awaitable<Result> end(ramauth::Uid uid);

    // The user manager has ended.
    void forget() { told_us_.reset(); }

    // logind is being told, and has not answered yet.
    [[nodiscard]] bool telling() const { return telling_; }
    // Rung when it has.
    void await(std::shared_ptr<Alarm> alarm) { awaited_by_.push_back(std::move(alarm)); }

private:
    [[nodiscard]] boost::asio::awaitable<LogindDone> tell(ramauth::Uid uid);

    std::shared_ptr<RevocationTools> tools_;
    std::optional<std::uint64_t> told_us_;
    bool telling_ = false;
    std::vector<std::shared_ptr<Alarm>> awaited_by_;
};

}  // namespace ramd
