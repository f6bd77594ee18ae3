// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_state.h"

namespace ramd {

using ramauth::Code;
using ramauth::policy::PasswordVerdict;

PasswordVerdict judge_now(const LoginServices& services, const Profile& profile) {
    return ramauth::policy::judge(profile.life, services.store.policy(), services.now());
}

std::optional<Code> reason_of(PasswordVerdict verdict) {
    switch (verdict) {
        case PasswordVerdict::usable:
        case PasswordVerdict::expires_soon:
            return std::nullopt;
        case PasswordVerdict::reset_required:
            return Code::password_reset_required;
        case PasswordVerdict::expired:
            return Code::password_expired;
        case PasswordVerdict::initial_expired:
            return Code::initial_password_expired;
        case PasswordVerdict::hard_expired:
            return Code::password_hard_expired;
    }
    return Code::service_failure;
}

bool forces_change(PasswordVerdict verdict) {
    return verdict == PasswordVerdict::reset_required || verdict == PasswordVerdict::expired;
}

bool needs_administrator(PasswordVerdict verdict) {
    return verdict == PasswordVerdict::initial_expired || verdict == PasswordVerdict::hard_expired;
}

std::string expiry_news(const LoginServices& services, const Profile& profile) {
    const auto policy = services.store.policy();
    const auto now = services.now();
    if (ramauth::policy::judge(profile.life, policy, now) != PasswordVerdict::expires_soon)
        return {};
    const auto left = ramauth::policy::expires_at(profile.life, policy) - now;
    const auto days = std::chrono::duration_cast<std::chrono::days>(left).count();
    if (days == 0) return "Your password expires in less than a day.";
    return "Your password expires in " + std::to_string(days) + (days == 1 ? " day." : " days.");
}

}  // namespace ramd
