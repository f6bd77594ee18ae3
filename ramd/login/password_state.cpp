// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_state.h"

#include "ramd/login/refusals.h"

namespace ramd {

using ramauth::Code;
using ramauth::Refusal;
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

namespace {

std::string duration_text(std::chrono::minutes left) {
    const auto hours = std::chrono::ceil<std::chrono::hours>(left);
    if (left <= std::chrono::minutes(1)) return "a minute";
    if (left < std::chrono::hours(1)) return std::to_string(left.count()) + " minutes";
    if (hours <= std::chrono::hours(1)) return "an hour";
    if (hours < std::chrono::days(2)) return std::to_string(hours.count()) + " hours";
    return std::to_string(std::chrono::ceil<std::chrono::days>(left).count()) + " days";
}

// A change that seems to lie ahead was made by another clock: nobody waits for that.
std::optional<Refusal> refuse_young(const LoginServices& services, const Profile& profile) {
    const std::chrono::minutes wanted(services.store.policy().minimum_password_age);
    const auto age = services.now() - profile.life.changed;
    if (age < std::chrono::microseconds(0) || age >= wanted) return std::nullopt;
    Refusal refusal = refuse(Code::password_too_young);
    refusal.sentence.append(" Try again in ")
        .append(duration_text(std::chrono::ceil<std::chrono::minutes>(wanted - age)))
        .append(", or ask an administrator.");
    return refusal;
}

}  // namespace

std::optional<Refusal> refuse_change(const LoginServices& services, const Profile& profile) {
    if (profile.status == Status::inactive) return refuse(Code::login_disabled);
    const auto verdict = judge_now(services, profile);
    if (needs_administrator(verdict)) return refuse(*reason_of(verdict));
    if (forces_change(verdict)) return std::nullopt;
    if (!services.store.preference().allow_user_to_change_password)
        return refuse(Code::change_not_allowed);
    return refuse_young(services, profile);
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
