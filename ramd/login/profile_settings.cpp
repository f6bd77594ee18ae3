// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/profile_settings.h"

#include <algorithm>

#include "ramd/login/guess_gate.h"
#include "ramd/login/refusals.h"
#include "shared/contact_form.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

constexpr std::size_t longest_text = 254;  // of an address (RFC 5321)

bool is_printable(const std::string& text) {
    return text.size() <= longest_text && std::all_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) >= 0x20U && c != 0x7F;
           });
}

std::optional<Refusal> refuse_text(std::string_view field, const std::optional<std::string>& text) {
    if (!text || is_printable(*text)) return std::nullopt;
    return refuse_format(field, "At most 254 bytes without control characters.");
}

// Empty takes it away. What could never be sent to would lock out who depends on it.
std::optional<Refusal> refuse_contacts(const ProfileSettings& settings) {
    const auto& email = settings.recovery_email;
    if (email && !email->empty() && !ramauth::is_mail_address(*email))
        return refuse_format("RecoveryEmail", "An address such as name@example.org is needed.");
    const auto& mobile = settings.recovery_mobile;
    if (mobile && !mobile->empty() && !ramauth::is_phone_number(ramauth::bare_number(*mobile)))
        return refuse_format("RecoveryMobile", "A number such as +49 170 1234567 is needed.");
    return std::nullopt;
}

bool is_anothers(const std::optional<UserName>& owner, const UserName& user) {
    return owner && *owner != user;
}

}  // namespace

std::optional<Refusal> refuse_malformed(const ProfileSettings& settings) {
    if (settings.password && settings.generate_password)
        return refuse_format("Password", "Give a password or have one generated, not both.");
    if (settings.mail && !settings.generate_password)
        return refuse_format("Mail", "Only a generated password is mailed.");
    if (auto refusal = refuse_text("RecoveryEmail", settings.recovery_email)) return refusal;
    if (auto refusal = refuse_text("RecoveryMobile", settings.recovery_mobile)) return refusal;
    if (auto refusal = refuse_contacts(settings)) return refusal;
    return refuse_text("ShadowAging", settings.shadow_aging);
}

std::optional<Refusal> refuse_taken(const LoginServices& services, const UserName& user,
                                    const ProfileSettings& settings) {
    const Store& store = services.store;
    if (settings.recovery_email &&
        is_anothers(store.owner_of_email(*settings.recovery_email), user))
        return refuse(Code::recovery_email_exists);
    if (settings.recovery_mobile &&
        is_anothers(store.owner_of_mobile(*settings.recovery_mobile), user))
        return refuse(Code::recovery_mobile_exists);
    return std::nullopt;
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
    if (settings.forget_sources) profile.factor_sources.clear();
}

RecoveryContact contact_with(const ProfileSettings& settings, const Profile* present) {
    RecoveryContact contact;
    if (present != nullptr) contact = {present->recovery_email, present->recovery_mobile};
    if (settings.recovery_email) contact.email = *settings.recovery_email;
    if (settings.recovery_mobile) contact.mobile = *settings.recovery_mobile;
    return contact;
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
    name(settings.forget_sources, "KnownSources");
    return fields;
}

ProfileView view_of(const LoginServices& services, const Profile& profile) {
    const auto& policy = services.store.policy();
    const auto& guesses = guesses_of(services, profile);
    ProfileView view{
        .profile = profile,
        .password_status = ramauth::policy::password_status(profile.life, policy, services.now()),
        .password_expires = ramauth::policy::expires_at(profile.life, policy),
        .failed_attempts = guesses.in_a_row,
        .locked_until = ramauth::policy::locked_until(guesses, services.moment())};
    return view;
}

}  // namespace ramd
