// SPDX-License-Identifier: LGPL-2.1-or-later
// Counts what a run does and says it: to systemd once a second (systemctl status shows it), to the
// journal once a minute.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace ramctl::update {

struct Sinks {
    std::function<void(const std::string&)> status = [](const std::string&) {};
    std::function<void(const std::string&)> line = [](const std::string&) {};
};

struct Counts {
    std::uint64_t fetched = 0;
    std::uint64_t not_modified = 0;
    std::uint64_t retried = 0;
    [[nodiscard]] std::string text() const;  // "1 fetched, 2 not modified, 0 retried"
};

class RunReport {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Clock = std::function<Time()>;

    RunReport(Sinks sinks, Clock clock);

    // Of `total` ranges `done` were dealt with by an earlier start of this run.
    void begin(std::uint64_t total, std::uint64_t done);
    void fetched();
    void not_modified();
    void retried(const std::string& why);
    // Something worth a line of its own.
    void say(const std::string& line);
    // Speaks when it is time to.
    void tick();
    // While the list is built; of `total` entries, 0: not known.
    void building(const char* what, std::uint64_t done, std::uint64_t total);
    // The last word.
    void end(const std::string& sentence);

    [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

private:
    [[nodiscard]] std::string progress_text(Time now) const;

    Sinks sinks_;
    Clock clock_;
    Counts counts_;
    std::uint64_t total_ = 0;
    std::uint64_t done_before_ = 0;
    std::uint64_t done_ = 0;  // by this start
    Time began_;
    Time next_status_;
    Time next_line_;
    Time next_retry_line_;
};

}  // namespace ramctl::update
