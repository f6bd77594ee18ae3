// SPDX-License-Identifier: LGPL-2.1-or-later
// A point in time on the wall clock, in UTC, in microseconds: what the bus calls `t`.
#pragma once

#include <chrono>
#include <cstdint>

namespace ramauth {

using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

inline constexpr Timestamp never{};  // 0 on the wire

[[nodiscard]] constexpr std::uint64_t to_wire(Timestamp time) {
    const auto count = time.time_since_epoch().count();
    return count < 0 ? 0 : static_cast<std::uint64_t>(count);
}

// Times past the range of Timestamp become `never`: no such time was ever written by ramd.
[[nodiscard]] constexpr Timestamp from_wire(std::uint64_t microseconds) {
    if (microseconds > static_cast<std::uint64_t>(INT64_MAX)) return never;
    return Timestamp(std::chrono::microseconds(static_cast<std::int64_t>(microseconds)));
}

}  // namespace ramauth
