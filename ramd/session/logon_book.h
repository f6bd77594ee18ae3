// SPDX-License-Identifier: LGPL-2.1-or-later
// Which accepted logon opened which session: (leader, proved epoch), as OpenSession reported it
// just before the session came to be. Kept in memory only.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "ramd/session/logind.h"

namespace ramd {

struct RememberedLogon {
    std::uint64_t epoch = 0;
    std::uint64_t accepted_us = 0;  // CLOCK_MONOTONIC
};

class LogonBook {
public:
    // A session belongs to a logon of its leader when they lie no further apart: longer than
    // sshd's LoginGraceTime, and short enough that a pid used again is not taken for the old one.
    static constexpr std::uint64_t longest_gap_us = 150'000'000;

    void remember(ramauth::Uid uid, pid_t leader, RememberedLogon logon);
    [[nodiscard]] std::optional<RememberedLogon> of(const LogindSession& session) const;
    // Drops logons whose session can no longer turn up, but of accounts that are still `needed`.
    void forget_old(std::uint64_t now_us, const std::function<bool(ramauth::Uid)>& needed);

private:
    std::map<std::pair<ramauth::Uid, pid_t>, RememberedLogon> logons_;
};

}  // namespace ramd
