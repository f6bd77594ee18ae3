// SPDX-License-Identifier: LGPL-2.1-or-later
// How fast may be asked: how long after a failure, and how many at one time. A server that has too
// much to do is asked by half as many, and by more again once it answers.
#pragma once

#include <chrono>
#include <optional>

namespace ramctl::update {

inline constexpr std::chrono::seconds longest_pause{60};
// Of what a server asks for; Retry-After beyond is cut to it.
inline constexpr std::chrono::seconds longest_wait{3600};

// After the failure of this number (1 is the first): 1 s, 2 s, 4 s … longest_pause, of which
// between half and all, by `jitter` from [0, 1). Never less than the server asked for.
[[nodiscard]] std::chrono::milliseconds pause_after(unsigned failures, double jitter,
                                                    std::optional<std::chrono::seconds> asked_for);

class Pace {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Pace(unsigned most) : most_(most), width_(most) {}

    // So many requests at one time, 1 at least; none before held_until().
    [[nodiscard]] unsigned width() const noexcept { return width_; }
    [[nodiscard]] Time held_until() const noexcept { return held_until_; }

    void answered();
    // "Too much": nobody asks for so long, and at most once a second the width is halved: all those
    // that were under way say the same.
    void throttled(Time now, std::chrono::milliseconds hold);

private:
    unsigned most_;
    unsigned width_;
    unsigned answered_ = 0;  // since the width last changed
    Time held_until_{};
    Time next_halving_{};
};

}  // namespace ramctl::update
