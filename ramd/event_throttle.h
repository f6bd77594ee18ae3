// SPDX-License-Identifier: LGPL-2.1-or-later
// Keeps an ordinary user from crowding the records of others out of the journal: of the refusals
// that cost such a caller no hash, some a minute are recorded one by one, and the rest as one
// record with their number. All else goes through: what root caused, what was done, wrong
// passwords.
#pragma once

#include <chrono>
#include <functional>
#include <map>

#include "ramd/login/event_log.h"

namespace ramd {

class EventThrottle : public EventLog {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;

    static constexpr unsigned single_records = 10;
    static constexpr std::chrono::minutes window{1};
    // More users than this at a time share one count.
    static constexpr std::size_t most_users = 1024;

    explicit EventThrottle(EventLog& log, Clock clock = std::chrono::steady_clock::now)
        : log_(log), clock_(std::move(clock)) {}

    void record(const Event& event) noexcept override;
    // Writes the numbers of windows that are over; called by a timer.
    void settle() noexcept;

private:
    struct Count {
        std::chrono::steady_clock::time_point began;
        unsigned seen = 0;
    };

    [[nodiscard]] bool keep(const Event& event);
    void summarise(Uid uid, const Count& count);

    EventLog& log_;
    Clock clock_;
    std::map<Uid, Count> counts_;
};

}  // namespace ramd
