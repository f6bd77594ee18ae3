// SPDX-License-Identifier: LGPL-2.1-or-later
// A point on CLOCK_MONOTONIC by which something must have come to an end.
#pragma once

#include <algorithm>
#include <chrono>

namespace ramauth {

class Deadline {
public:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] static Deadline after(Clock::duration budget) {
        return Deadline(Clock::now() + budget);
    }
    explicit Deadline(Clock::time_point at) : at_(at) {}

    [[nodiscard]] Clock::time_point at() const noexcept { return at_; }
    // Never negative.
    [[nodiscard]] Clock::duration left() const {
        return std::max(Clock::duration::zero(), at_ - Clock::now());
    }
    [[nodiscard]] bool passed() const { return left() == Clock::duration::zero(); }

private:
    Clock::time_point at_;
};

}  // namespace ramauth
