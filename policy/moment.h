// SPDX-License-Identifier: LGPL-2.1-or-later
// A point in time that a wall clock cannot move: durations are counted on CLOCK_BOOTTIME within one
// boot of the host, and on the wall clock across boots only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "shared/timestamp.h"

namespace ramauth::policy {

struct Moment {
    Timestamp wall = never;
    std::uint64_t boottime_us = 0;  // CLOCK_BOOTTIME
    std::string boot_id;            // /proc/sys/kernel/random/boot_id
    friend bool operator==(const Moment&, const Moment&) = default;
};

// Never negative. Across boots: at least what the present boot has lasted, and otherwise what the
// wall clock says.
[[nodiscard]] std::chrono::microseconds elapsed(const Moment& from, const Moment& to);

}  // namespace ramauth::policy
