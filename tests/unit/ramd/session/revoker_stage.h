// SPDX-License-Identifier: LGPL-2.1-or-later
// A session revoker with everything around it scripted. Times are seconds after the commit.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "ramd/session/session_revoker.h"
#include "tests/unit/ramd/session/scripted_logind.h"
#include "tests/unit/ramd/session/virtual_time.h"

namespace ramd::test {

inline constexpr ramauth::Uid alice{1001};
inline constexpr ramauth::Uid bob{1002};
inline constexpr std::uint64_t commit_us = 10'000'000'000;
inline constexpr std::uint64_t epoch_of_change = 7;

[[nodiscard]] inline std::uint64_t at_second(double seconds) {
    return static_cast<std::uint64_t>(static_cast<double>(commit_us) + seconds * 1e6);
}

[[nodiscard]] inline ScriptedSession session(const std::string& id, ramauth::Uid uid,
                                             double started, pid_t leader = 4000) {
    ScriptedSession result;
    result.session.id = id;
    result.session.uid = uid;
    result.session.state = "active";
    result.session.session_class = "user";
    result.session.leader = leader;
    result.session.started_monotonic_us =
        static_cast<std::uint64_t>(static_cast<double>(commit_us) + started * 1e6);
    return result;
}

[[nodiscard]] inline Revocation revocation(std::uint64_t id = 1, ramauth::Uid uid = alice) {
    return {id,
            *UserName::parse("alice"),
            uid,
            epoch_of_change,
            "password-changed",
            {},
            commit_us,
            "this-boot",
            "",
            false,
            ramauth::policy::RevokeScope::sessions};
}

// Outlives the daemon, as a file does.
class MemoryShelf final : public LogonShelf {
public:
    std::vector<AcceptedLogon> logons;

    std::vector<AcceptedLogon> read() noexcept override { return logons; }
    void append(const AcceptedLogon& logon) noexcept override { logons.push_back(logon); }
    void replace(const std::vector<AcceptedLogon>& all) noexcept override { logons = all; }
};

// Of alice alone.
class ScriptedScopes final : public Scopes {
public:
    std::set<std::string> populated_ones;
    bool known = false;

    std::set<std::string> names(ramauth::Uid uid) override {
        return uid == alice ? populated_ones : std::set<std::string>();
    }
    bool populated(ramauth::Uid uid, const std::string& name) override {
        return names(uid).contains(name);
    }
    bool empty(ramauth::Uid uid, const std::string& name) override {
        return known && !populated(uid, name);
    }
};

class RevokerStage : public RevocationList, public RevocationListener {
public:
    VirtualTime time{commit_us};
    ScriptedLogind logind{time};
    std::vector<std::uint64_t> finished;
    std::vector<std::pair<std::uint64_t, unsigned>> revoked;
    std::vector<std::string> outstanding;
    std::vector<AcceptedLogon> left;
    MemoryShelf shelf;
    ScriptedScopes scopes;
    unsigned disk_full_times = 0;
    ProgrammaticServices programmatic{"cron", "atd", "systemd-user"};
    std::optional<SessionRevoker> revoker;

    RevokerStage() { start(); }
    void start() {
        revoker.emplace(
            time.loop.get_executor(), logind, *this, *this, time,
            [this]() -> const ProgrammaticServices& { return programmatic; }, "this-boot", &shelf,
            &scopes);
    }
    void kill_daemon() { revoker.reset(); }
    void run_until(double second) { time.run_until(at_second(second)); }

    [[nodiscard]] std::optional<RevocationCount> count_of(std::uint64_t id, double until) {
        // The answer may come after this has returned.
        const auto result = std::make_shared<std::optional<RevocationCount>>();
        boost::asio::co_spawn(
            time.loop, revoker->finished(id),
            [result](const std::exception_ptr&, RevocationCount count) { *result = count; });
        run_until(until);
        return *result;
    }

    void finish(std::uint64_t id) override {
        if (disk_full_times > 0) {
            --disk_full_times;
            throw std::runtime_error("no room");
        }
        finished.push_back(id);
    }
    void sessions_revoked(const Revocation& revocation, unsigned ended) noexcept override {
        revoked.emplace_back(revocation.id, ended);
    }
    void sessions_outstanding(const Revocation&, const std::string& why) noexcept override {
        outstanding.push_back(why);
    }
    void logons_left(const Revocation&,
                     const std::vector<AcceptedLogon>& logons) noexcept override {
        left.insert(left.end(), logons.begin(), logons.end());
    }
};

}  // namespace ramd::test
