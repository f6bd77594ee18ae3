// SPDX-License-Identifier: LGPL-2.1-or-later
// Which accepted logon opened which session, as OpenSession reported it just before the session
// came to be; and which logons opened none that logind knows of.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ramd/session/logind.h"

namespace ramd {

struct AcceptedLogon {
    std::string user;  // a uid may be another account's by now
    ramauth::Uid uid;
    pid_t leader = 0;                    // the program that asked: sshd, login, su, cron …
    std::optional<std::uint64_t> epoch;  // of the password that was proved; none by a key, say
    std::uint64_t accepted_us = 0;       // CLOCK_MONOTONIC
    std::string service;                 // PAM service
    friend bool operator==(const AcceptedLogon&, const AcceptedLogon&) = default;
};

// Where the book is kept while the daemon is not there. Lives as long as the boot.
class LogonShelf {
public:
    virtual ~LogonShelf() = default;
    [[nodiscard]] virtual std::vector<AcceptedLogon> read() noexcept = 0;
    // What cannot be written is lost at the next restart and not before.
    virtual void append(const AcceptedLogon& logon) noexcept = 0;
    virtual void replace(const std::vector<AcceptedLogon>& logons) noexcept = 0;
};

class LogonBook {
public:
    // A session belongs to a logon of its leader when they lie no further apart: longer than
    // sshd's LoginGraceTime, and short enough that a pid used again is not taken for the old one.
    static constexpr std::uint64_t longest_gap_us = 150'000'000;
    // From OpenSession to logind's session it is milliseconds; pam_systemd(8) waits longer only for
    // a logind that hangs.
    static constexpr std::uint64_t opening_takes_us = 5'000'000;
    static constexpr std::size_t most_logons = 4096;

    using Runs = std::function<bool(pid_t)>;

    // `shelf` may be null and must outlive the book; `runs` tells whether a process is there.
    LogonBook(LogonShelf* shelf, Runs runs);

    void remember(AcceptedLogon logon);
    // The logon that opened the session.
    [[nodiscard]] std::optional<AcceptedLogon> of(const LogindSession& session) const;
    // Drops logons whose program has ended and whose session can no longer turn up, but of accounts
    // that are still `needed`; the oldest where there are too many. To be called at each logon: it
    // does its work once in a while.
    void forget_old(std::uint64_t now_us, const std::function<bool(ramauth::Uid)>& needed);

    // Logons of the account that were accepted before, and whose program runs on although no
    // session of logind is led by it: `leaders` lead one, or led one of late.
    [[nodiscard]] std::vector<AcceptedLogon> without_session(ramauth::Uid uid,
                                                             std::uint64_t before_us,
                                                             const std::set<pid_t>& leaders) const;
    // Somebody was let in of late whose session is still to come.
    [[nodiscard]] bool opening(ramauth::Uid uid, std::uint64_t now_us,
                               const std::set<pid_t>& leaders) const;

private:
    using Key = std::pair<ramauth::Uid, pid_t>;

    void drop_oldest();

    LogonShelf* shelf_;
    Runs runs_;
    std::map<Key, AcceptedLogon> logons_;
    std::size_t look_at_ = 64;  // how many make it worth while to look for old ones
    std::size_t lines_ = 0;     // that the shelf holds, the same logon's earlier ones included
};

}  // namespace ramd
