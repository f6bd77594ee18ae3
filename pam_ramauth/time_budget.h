// SPDX-License-Identifier: LGPL-2.1-or-later
// The time that one entry point may spend outside the conversation, on CLOCK_MONOTONIC: people
// think as long as they like, everything else is counted.
#pragma once

#include "shared/deadline.h"

namespace ramauth::pam {

class TimeBudget {
public:
    using Duration = Deadline::Clock::duration;

    explicit TimeBudget(Duration limit) : end_(Deadline::Clock::now() + limit) {}

    [[nodiscard]] Deadline deadline() const { return Deadline(end_); }
    [[nodiscard]] Duration left() const { return deadline().left(); }
    // Half of what is left, so that a lost answer can be asked for once more.
    [[nodiscard]] Deadline first_half() const { return Deadline::after(left() / 2); }
    void give_back(Duration waited) { end_ += waited; }
    // Takes away what an earlier entry point of the same transaction has used.
    void shorten_to(Duration left) { end_ = std::min(end_, Deadline::Clock::now() + left); }

private:
    Deadline::Clock::time_point end_;
};

}  // namespace ramauth::pam
