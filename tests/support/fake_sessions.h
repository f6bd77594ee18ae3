// SPDX-License-Identifier: LGPL-2.1-or-later
// A SessionEnder that ends nothing and remembers what it was told.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ramd/session/session_ender.h"

namespace ramd::test {

class FakeSessions final : public SessionEnder {
public:
    struct Logon {
        std::string user;
        Uid uid;
        pid_t leader;
        std::optional<std::uint64_t> epoch;
        std::string service;
    };

    void begin(const Revocation& revocation, pid_t asker) override {
        begun.push_back(revocation);
        askers.push_back(asker);
    }
    boost::asio::awaitable<std::vector<SessionInfo>> sessions(Uid) override {
        co_return std::vector<SessionInfo>();
    }
    boost::asio::awaitable<RevocationCount> finished(std::uint64_t) override {
        co_return RevocationCount{.ended = 2, .outstanding = 1, .why = "polkit says no"};
    }
    void remember_logon(const UserName& user, Uid uid, pid_t leader,
                        std::optional<std::uint64_t> epoch, const std::string& service) override {
        logons.push_back({user.str(), uid, leader, epoch, service});
    }
    boost::asio::awaitable<void> may_open_session(Uid uid) override {
        waited_for.push_back(uid);
        co_return;
    }
    boost::asio::awaitable<std::optional<unsigned>> others_to_end(Uid,
                                                                  const std::string& own) override {
        asked_but.push_back(own);
        if (!ending) co_return std::nullopt;
        co_return static_cast<unsigned>(ending->size() - ending->count(own));
    }
    [[nodiscard]] std::vector<OutstandingRevocation> outstanding() const override {
        return standing;
    }
    boost::asio::awaitable<bool> not_permitted(Uid) override { co_return polkit_refuses; }
    boost::asio::awaitable<std::string> session_of(pid_t process) override {
        co_return "session-of-" + std::to_string(process);
    }

    std::vector<Revocation> begun;
    std::vector<pid_t> askers;
    std::vector<Logon> logons;
    std::vector<Uid> waited_for;
    // The account's that a change would end; nothing: logind does not say.
    std::optional<std::set<std::string>> ending = {{"1", "2", "3"}};
    std::vector<std::string> asked_but;  // the own sessions that others_to_end was told
    std::vector<OutstandingRevocation> standing;
    bool polkit_refuses = false;
};

}  // namespace ramd::test
