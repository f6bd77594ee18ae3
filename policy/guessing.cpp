// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/guessing.h"

#include <algorithm>

namespace ramauth::policy {
namespace {

using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes longest_window{1440};  // the greatest LoginAttemptsWindow

bool has_run_out(const GuessRecord& record, const Moment& now) {
    return record.lock && !is_locked(record, now);
}

// Every age grows by the time since; what no window can reach any more is dropped.
void grow_older(GuessRecord& record, const Moment& now) {
    const microseconds since = elapsed(record.last, now);
    std::erase_if(record.ages, [since](seconds age) { return since >= longest_window - age; });
    for (seconds& age : record.ages) age += std::chrono::duration_cast<seconds>(since);
}

// What may still fail before the lock; at least one, so that a profile which a stricter policy
// found past its limit is locked by the next failure, where all can see it, and open to the right
// password.
unsigned left_of(unsigned limit, unsigned used) {
    return std::max(limit > used ? limit - used : 0U, 1U);
}

std::optional<unsigned> wanted_lock(const GuessRecord& record, const PasswordPolicy& policy,
                                    const Moment& now) {
    if (policy.max_consecutive_failures != 0 && record.in_a_row >= policy.max_consecutive_failures)
        return 0U;
    if (policy.max_login_attempts != 0 &&
        failures_in_window(record, policy, now) >= policy.max_login_attempts)
        return policy.lockout_duration;
    return std::nullopt;
}

}  // namespace

bool is_locked(const GuessRecord& record, const Moment& now) {
    if (!record.lock) return false;
    return record.lock->minutes == 0 ||
           elapsed(record.lock->since, now) < minutes(record.lock->minutes);
}

Timestamp locked_until(const GuessRecord& record, const Moment& now) {
    if (!is_locked(record, now)) return never;
    if (record.lock->minutes == 0) return Timestamp::max();
    const microseconds left = minutes(record.lock->minutes) - elapsed(record.lock->since, now);
    if (now.wall > Timestamp::max() - left) return Timestamp::max();
    // Two clocks are read one after the other: whole seconds, so that it reads the same each time.
    return std::chrono::round<seconds>(now.wall + left);
}

unsigned failures_in_window(const GuessRecord& record, const PasswordPolicy& policy,
                            const Moment& now) {
    if (has_run_out(record, now)) return 0;
    const microseconds since = elapsed(record.last, now);
    const minutes window(policy.login_attempts_window);
    return static_cast<unsigned>(std::count_if(record.ages.begin(), record.ages.end(),
                                               [&](seconds age) { return since < window - age; }));
}

bool has_place(const GuessRecord& record, const PasswordPolicy& policy, unsigned under_way,
               const Moment& now) {
    if (is_locked(record, now)) return false;
    if (policy.max_login_attempts != 0 &&
        under_way >= left_of(policy.max_login_attempts, failures_in_window(record, policy, now)))
        return false;
    return policy.max_consecutive_failures == 0 ||
           under_way < left_of(policy.max_consecutive_failures, record.in_a_row);
}

bool add_failure(GuessRecord& record, const PasswordPolicy& policy, const Moment& now) {
    if (has_run_out(record, now)) {
        record.ages.clear();
        record.lock.reset();
    }
    grow_older(record, now);
    record.ages.insert(record.ages.begin(), seconds(0));
    if (record.ages.size() > GuessRecord::most_failures)
        record.ages.resize(GuessRecord::most_failures);
    record.last = now;
    record.in_a_row = std::min(record.in_a_row, GuessRecord::most_in_a_row - 1) + 1;

    const auto wanted = wanted_lock(record, policy, now);
    // A lock that stands is not made longer, but for the one that only an administrator ends.
    if (!wanted || (record.lock && (record.lock->minutes == 0 || *wanted != 0))) return false;
    record.lock = Lock{now, *wanted};
    return true;
}

}  // namespace ramauth::policy
