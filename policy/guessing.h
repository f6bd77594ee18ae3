// SPDX-License-Identifier: LGPL-2.1-or-later
// The arithmetic of guesses at one profile's password (MODEL.md, section 5): how many failures
// count now, when they lock, and for how long. Pure: what the store keeps comes in, and the time.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "policy/moment.h"
#include "policy/password_policy.h"

namespace ramauth::policy {

struct Lock {
    Moment since;
    unsigned minutes = 0;  // 0 = until an administrator unlocks
    friend bool operator==(const Lock&, const Lock&) = default;
};

// What the store keeps of failures. Only confirmed ones are in here.
struct GuessRecord {
    static constexpr std::size_t most_failures = 32;  // the greatest MaxLoginAttempts
    static constexpr unsigned most_in_a_row = 100;    // the greatest MaxConsecutiveFailures

    Moment last;                             // the newest failure
    std::vector<std::chrono::seconds> ages;  // of each failure, at `last`: newest first
    unsigned in_a_row = 0;                   // since the last success; stays at most_in_a_row
    std::optional<Lock> lock;
    friend bool operator==(const GuessRecord&, const GuessRecord&) = default;
};

[[nodiscard]] bool is_locked(const GuessRecord& record, const Moment& now);

// When the lock ends by the wall clock, in whole seconds: `never` where there is none,
// Timestamp::max() where only an administrator ends it.
[[nodiscard]] Timestamp locked_until(const GuessRecord& record, const Moment& now);

// Failures that count towards the lock now. None from before a lock that has run out.
[[nodiscard]] unsigned failures_in_window(const GuessRecord& record, const PasswordPolicy& policy,
                                          const Moment& now);

// Whether one more guess may be checked while `under_way` others are: never more at a time than
// failures would be left before the lock. False while locked.
[[nodiscard]] bool has_place(const GuessRecord& record, const PasswordPolicy& policy,
                             unsigned under_way, const Moment& now);

// One more confirmed failure. True where it locks.
[[nodiscard]] bool add_failure(GuessRecord& record, const PasswordPolicy& policy,
                               const Moment& now);

}  // namespace ramauth::policy
