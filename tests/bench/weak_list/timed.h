// SPDX-License-Identifier: LGPL-2.1-or-later
// Strings that are asked for, one after the other, and how long one takes.
#pragma once

#include <span>
#include <stdexcept>
#include <string>

#include "tests/bench/weak_list/figures.h"

namespace ramauth::bench {

struct Asked {
    enum class Listed { yes, no };

    std::span<const std::string> strings;
    Listed listed;

    [[nodiscard]] Asked first(std::size_t count) const {
        return {strings.first(std::min(count, strings.size())), listed};
    }
    // Throws where a listed one was not found, or more of the others than chance would have.
    void check(std::size_t found) const {
        const bool right =
            listed == Listed::yes ? found == strings.size() : found <= strings.size() / 10'000;
        if (!right)
            throw std::runtime_error("wrong answers: " + std::to_string(found) + " of " +
                                     std::to_string(strings.size()) + " found");
    }
};

// `refused` answers for a string.
template <typename Refused>
double nanoseconds_each(const Asked& asked, Refused refused) {
    std::size_t found = 0;
    const auto begin = Clock::now();
    for (const std::string& string : asked.strings) found += refused(string) ? 1 : 0;
    const double seconds = seconds_since(begin);
    asked.check(found);
    return seconds * 1e9 / static_cast<double>(asked.strings.size());
}

}  // namespace ramauth::bench
