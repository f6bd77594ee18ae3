// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/life_cycle.h"

#include <algorithm>

namespace ramauth::policy {
namespace {

// Saturates: a date past the end of time has not come.
Timestamp later_by_days(Timestamp from, unsigned days) {
    const std::chrono::microseconds span = std::chrono::days(days);
    return from > Timestamp::max() - span ? Timestamp::max() : from + span;
}

bool has_expired(const PasswordLife& life, const PasswordPolicy& policy, Timestamp now) {
    const Timestamp end = expires_at(life, policy);
    return end != never && now >= end;
}

bool expires_soon(const PasswordLife& life, const PasswordPolicy& policy, Timestamp now) {
    const Timestamp end = expires_at(life, policy);
    return end != never && later_by_days(now, policy.password_expire_warning) >= end &&
           policy.password_expire_warning != 0;
}

}  // namespace

PasswordLife after(const PasswordLife& life, PasswordEvent event, Timestamp now) {
    switch (event) {
        case PasswordEvent::created:
            return {.initial = true, .reset_required = false, .changed = now};
        case PasswordEvent::reset_by_administrator:
            return {.initial = life.initial, .reset_required = life.reset_required, .changed = now};
        case PasswordEvent::changed_by_user:
            return {.initial = false, .reset_required = false, .changed = now};
        case PasswordEvent::logon_let_in:
            return {
                .initial = false, .reset_required = life.reset_required, .changed = life.changed};
    }
    return life;
}

Timestamp expires_at(const PasswordLife& life, const PasswordPolicy& policy) {
    Timestamp end = Timestamp::max();
    if (policy.max_password_age != 0) end = later_by_days(life.changed, policy.max_password_age);
    if (life.initial && policy.initial_password_age != 0)
        end = std::min(end, later_by_days(life.changed, policy.initial_password_age));
    return end == Timestamp::max() ? never : end;
}

PasswordStatus password_status(const PasswordLife& life, const PasswordPolicy& policy,
                               Timestamp now) {
    if (!life.initial) return PasswordStatus::not_initial;
    return has_expired(life, policy, now) ? PasswordStatus::initial_expired
                                          : PasswordStatus::initial_valid;
}

PasswordVerdict judge(const PasswordLife& life, const PasswordPolicy& policy, Timestamp now) {
    const bool expired = has_expired(life, policy, now);
    if (expired && life.initial) return PasswordVerdict::initial_expired;
    if (expired && policy.hard_expire) return PasswordVerdict::hard_expired;
    if (life.reset_required) return PasswordVerdict::reset_required;
    if (expired) return PasswordVerdict::expired;
    return expires_soon(life, policy, now) ? PasswordVerdict::expires_soon
                                           : PasswordVerdict::usable;
}

}  // namespace ramauth::policy
