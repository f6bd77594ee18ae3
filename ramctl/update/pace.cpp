// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/pace.h"

#include <algorithm>

namespace ramctl::update {

using namespace std::chrono_literals;

std::chrono::milliseconds pause_after(unsigned failures, double jitter,
                                      std::optional<std::chrono::seconds> asked_for) {
    constexpr unsigned most_doublings = 6;  // 64 s are past the longest already
    const unsigned doublings = std::min(std::max(failures, 1U) - 1, most_doublings);
    const std::chrono::milliseconds whole =
        std::min(std::chrono::seconds(1U << doublings), longest_pause);
    const auto part = std::chrono::milliseconds(
        static_cast<std::int64_t>(static_cast<double>(whole.count()) * (1 + jitter) / 2));
    return std::max(
        part, std::chrono::milliseconds(std::clamp(asked_for.value_or(0s), 0s, longest_wait)));
}

void Pace::answered() {
    constexpr unsigned rounds = 4;
    if (++answered_ < rounds * width_) return;
    answered_ = 0;
    width_ = std::min(width_ + 1, most_);
}

void Pace::throttled(Time now, std::chrono::milliseconds hold) {
    answered_ = 0;
    constexpr std::chrono::milliseconds longest = longest_wait;
    held_until_ = std::max(held_until_, now + std::clamp(hold, 0ms, longest));
    if (now < next_halving_) return;
    width_ = std::max(width_ / 2, 1U);
    next_halving_ = now + 1s;
}

}  // namespace ramctl::update
