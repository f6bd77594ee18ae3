// SPDX-License-Identifier: LGPL-2.1-or-later
// What the policy allows and an administrator may not have meant. Each warning is one function:
// a sentence, or nothing.
#include <array>

#include "policy/password_policy.h"

namespace ramauth::policy {
namespace {

using Warning = std::optional<std::string>;

std::string days(unsigned count) {
    return std::to_string(count) + (count == 1 ? " day" : " days");
}

Warning initial_age(const PasswordPolicy& policy) {
    if (policy.initial_password_age == 0 && policy.max_password_age == 0)
        return "InitialPasswordAge is 0: an initial password that nobody uses stays valid for "
               "ever.";
    if (policy.max_password_age == 0 || policy.initial_password_age <= policy.max_password_age)
        return std::nullopt;
    return "InitialPasswordAge (" + days(policy.initial_password_age) +
           ") is longer than MaxPasswordAge (" + days(policy.max_password_age) +
           "): the shorter one counts.";
}

Warning expire_warning(const PasswordPolicy& policy) {
    if (policy.max_password_age == 0 || policy.password_expire_warning < policy.max_password_age)
        return std::nullopt;
    return "PasswordExpireWarning (" + days(policy.password_expire_warning) +
           ") is not shorter than MaxPasswordAge (" + days(policy.max_password_age) +
           "): every logon warns.";
}

Warning hard_expire(const PasswordPolicy& policy) {
    if (!policy.hard_expire) return std::nullopt;
    if (policy.max_password_age == 0)
        return "HardExpire does nothing while MaxPasswordAge is 0: no password expires.";
    if (policy.minimum_password_age != policy.max_password_age * 24 * 60) return std::nullopt;
    return "MinimumPasswordAge is as long as MaxPasswordAge, with HardExpire: nobody can change a "
           "password of their own in time.";
}

Warning one_length(const PasswordPolicy& policy) {
    if (policy.minimum_password_length != policy.maximum_password_length) return std::nullopt;
    return "Every password has exactly " + std::to_string(policy.minimum_password_length) +
           " characters: MinimumPasswordLength is MaximumPasswordLength.";
}

Warning no_lock(const PasswordPolicy& policy) {
    if (policy.max_login_attempts != 0 || policy.max_consecutive_failures != 0) return std::nullopt;
    return "MaxLoginAttempts and MaxConsecutiveFailures are 0: wrong passwords are slowed down, "
           "and never lock a profile.";
}

Warning lock_without_end(const PasswordPolicy& policy) {
    if (policy.max_login_attempts == 0 || policy.lockout_duration != 0) return std::nullopt;
    return "LockoutDuration is 0: whoever can type " + std::to_string(policy.max_login_attempts) +
           " wrong passwords locks a user out until an administrator unlocks.";
}

Warning row_before_window(const PasswordPolicy& policy) {
    if (policy.max_consecutive_failures == 0 || policy.lockout_duration == 0 ||
        policy.max_consecutive_failures > policy.max_login_attempts)
        return std::nullopt;
    return "MaxConsecutiveFailures (" + std::to_string(policy.max_consecutive_failures) +
           ") is not more than MaxLoginAttempts (" + std::to_string(policy.max_login_attempts) +
           "): every lock lasts until an administrator unlocks.";
}

}  // namespace

std::vector<std::string> warnings(const PasswordPolicy& policy) {
    constexpr std::array all{&initial_age, &expire_warning,   &hard_expire,      &one_length,
                             &no_lock,     &lock_without_end, &row_before_window};
    std::vector<std::string> sentences;
    for (const auto& warning : all)
        if (auto sentence = warning(policy)) sentences.push_back(std::move(*sentence));
    return sentences;
}

}  // namespace ramauth::policy
