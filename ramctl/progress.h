// SPDX-License-Identifier: LGPL-2.1-or-later
// One line on the terminal of standard error that says how far something is. Nothing where that is
// no terminal, nor while it has not taken long.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ramctl/environment.h"

namespace ramctl {

class Progress {
public:
    // How a number is written; with its unit, where it has one.
    using Amount = std::string (*)(std::uint64_t);

    // `total`: with it there is a bar, and the time left. `of` is what is counted: "profiles".
    Progress(const Environment& environment, std::string of,
             std::optional<std::uint64_t> total = std::nullopt, Amount amount = std::to_string);
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // Costs little more than a look at the clock.
    void at(std::uint64_t done);
    // Takes the line away, so that something else can be written.
    void clear();

private:
    [[nodiscard]] std::string line(std::uint64_t done, double seconds) const;

    const Environment& environment_;
    std::string of_;
    std::optional<std::uint64_t> total_;
    Amount amount_;
    std::chrono::steady_clock::time_point began_;
    std::chrono::steady_clock::time_point next_;
    bool shown_ = false;
};

[[nodiscard]] bool wants_progress(bool is_terminal, const char* term);

}  // namespace ramctl
