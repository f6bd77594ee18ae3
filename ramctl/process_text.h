// SPDX-License-Identifier: LGPL-2.1-or-later
// What ramctl reads of a process, as proc(5) writes it. Nothing where a text is not of that form.
// The command name is the process's own to choose: any bytes, line feeds and parentheses too.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/user_name.h"

namespace ramctl {

// Of /proc/PID/stat.
struct ProcessStat {
    std::string command;  // raw
    bool ended = false;   // only its parent still knows it; false while a thread of it runs
    bool of_kernel = false;
    std::chrono::microseconds started{};  // since boot, suspended time included

    friend bool operator==(const ProcessStat&, const ProcessStat&) = default;
};

// `ticks_a_second`: sysconf(_SC_CLK_TCK), above 0.
[[nodiscard]] std::optional<ProcessStat> parse_stat(std::string_view text,
                                                    std::uint64_t ticks_a_second);

struct ProcessUids {
    ramauth::Uid real, effective, saved;

    [[nodiscard]] bool has(ramauth::Uid uid) const {
        return real == uid || effective == uid || saved == uid;
    }
    friend bool operator==(const ProcessUids&, const ProcessUids&) = default;
};

// Of /proc/PID/status, or the beginning of it.
[[nodiscard]] std::optional<ProcessUids> parse_uids(std::string_view text);

// Of /proc/PID/loginuid: who logged on, whoever the process runs as by now. Not set for what nobody
// logged on to start.
struct LoginUid {
    std::optional<ramauth::Uid> uid;
};
[[nodiscard]] std::optional<LoginUid> parse_login_uid(std::string_view text);

}  // namespace ramctl
