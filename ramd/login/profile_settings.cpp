// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/profile_settings.h"

#include <algorithm>

#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

constexpr std::size_t longest_text = 254;  // of an address (RFC 5321)
constexpr std::size_t scan_page = 1000;

bool is_printable(const std::string& text) {
    return text.size() <= longest_text && std::all_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) >= 0x20U && c != 0x7F;
           });
}

std::optional<Refusal> refuse_text(std::string_view field, const std::optional<std::string>& text) {
    if (!text || is_printable(*text)) return std::nullopt;
    return refuse_format(field, "At most 254 bytes without control characters.");
}

bool is_same(const std::optional<std::string>& wanted, const std::string& present) {
    return wanted && !wanted->empty() && *wanted == present;
}

}  // namespace

std::optional<Refusal> refuse_malformed(const ProfileSettings& settings) {
    if (settings.password && settings.generate_password)
        return refuse_format("Password", "Give a password or have one generated, not both.");
    if (auto refusal = refuse_text("RecoveryEmail", settings.recovery_email)) return refusal;
    if (auto refusal = refuse_text("RecoveryMobile", settings.recovery_mobile)) return refusal;
    return refuse_text("ShadowAging", settings.shadow_aging);
}

std::optional<Refusal> refuse_taken(const LoginServices& services, const UserName& user,
                                    const ProfileSettings& settings) {
    if (!settings.recovery_email && !settings.recovery_mobile) return std::nullopt;
    std::string marker;
    for (;;) {
        const auto page = services.store.list(marker, scan_page, nullptr);
        for (const auto& other : page) {
            if (other.user == user) continue;
            if (is_same(settings.recovery_email, other.recovery_email))
                return refuse(Code::recovery_email_exists);
            if (is_same(settings.recovery_mobile, other.recovery_mobile))
                return refuse(Code::recovery_mobile_exists);
        }
        if (page.empty()) return std::nullopt;
        marker = page.back().user.str();
    }
}

void apply_settings(Profile& profile, const ProfileSettings& settings) {
    const auto take = [](auto& into, const auto& wanted) {
        if (wanted) into = *wanted;
    };
    take(profile.status, settings.status);
    take(profile.life.reset_required, settings.password_reset_required);
    take(profile.mfa_bind_required, settings.mfa_bind_required);
    take(profile.shadow_kept, settings.shadow_kept);
    take(profile.shadow_aging, settings.shadow_aging);
    take(profile.recovery_email, settings.recovery_email);
    take(profile.recovery_mobile, settings.recovery_mobile);
}

std::vector<std::string> named_fields(const ProfileSettings& settings) {
    std::vector<std::string> fields;
    const auto name = [&fields](bool named, const char* field) {
        if (named) fields.emplace_back(field);
    };
    const bool password = settings.password || settings.generate_password;
    name(password, "PasswordStatus");
    name(password, "PasswordChangeTime");
    name(settings.status.has_value(), "Status");
    name(settings.password_reset_required.has_value(), "PasswordResetRequired");
    name(settings.mfa_bind_required.has_value(), "MFABindRequired");
    name(settings.shadow_kept.has_value(), "ShadowKept");
    name(settings.shadow_aging.has_value(), "ShadowAging");
    name(settings.recovery_email.has_value(), "RecoveryEmail");
    name(settings.recovery_mobile.has_value(), "RecoveryMobile");
    return fields;
}

ProfileView view_of(const LoginServices& services, Profile profile) {
    const auto policy = services.store.policy();
    const auto status = ramauth::policy::password_status(profile.life, policy, services.now());
    const auto expires = ramauth::policy::expires_at(profile.life, policy);
    return {std::move(profile), status, expires};
}

}  // namespace ramd
