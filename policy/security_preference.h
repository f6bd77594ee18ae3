// SPDX-License-Identifier: LGPL-2.1-or-later
// The security preference of the host (MODEL.md, section 7): its fields, their ranges and defaults.
// `preference_fields` is the one table that the store, the bus and the documents are made from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/error_code.h"

namespace ramauth::policy {

// "sessions": the sessions end. "user": the user manager and linger services end as well.
enum class RevokeScope { sessions, user };

// Who is asked for a second factor (section 8). "mandatory": everybody. "independent": whoever has
// bound a device. "adaptive": whoever comes from a source that is not known of them.
enum class MFAOperation { mandatory, independent, adaptive };

using Texts = std::vector<std::string>;

struct SecurityPreference {
    bool allow_user_to_change_password = true;
    bool allow_user_to_manage_mfa_devices = true;
    unsigned login_session_duration = 0;  // hours; 0 = unbounded
    Texts login_network_masks = {};       // CIDR, as NetworkMask writes them; empty = any
    MFAOperation mfa_operation_for_login = MFAOperation::independent;
    Texts verification_types = {"totp"};                          // of totp, email, sms
    Texts mfa_exempt_services = {"cron", "atd", "systemd-user"};  // PAM services
    bool verify_identity_on_password_change = false;
    unsigned max_idle_days_for_users = 730;  // 0 = off
    bool expiry_stops_key_logon = false;
    bool keep_changing_session = false;
    RevokeScope revoke_scope = RevokeScope::sessions;
    Texts programmatic_services = {"cron", "atd", "systemd-user"};  // PAM services

    friend bool operator==(const SecurityPreference&, const SecurityPreference&) = default;
};

struct PreferenceField {
    std::string_view name;  // as in MODEL.md
    std::variant<unsigned SecurityPreference::*, bool SecurityPreference::*,
                 RevokeScope SecurityPreference::*, MFAOperation SecurityPreference::*,
                 Texts SecurityPreference::*>
        member;
    unsigned minimum = 0;  // of numbers
    unsigned maximum = 0;  // of numbers; of lists: how many entries
};

[[nodiscard]] std::span<const PreferenceField> preference_fields();

// RevokeScope and MFAOperation are text on the wire, spelled as above.
using PreferenceValue = std::variant<unsigned, bool, std::string, Texts>;

struct PreferenceChange {
    std::string_view field;
    PreferenceValue value;
};

[[nodiscard]] PreferenceValue value_of(const SecurityPreference& preference,
                                       const PreferenceField& field);

// Applies all of `changes` or none; refuses as apply() of the password policy does. Masks are kept
// in their canonical form and in the order given; a mask that does not parse, a service name that
// is none (1–64 of letters, digits, `.`, `_`, `-`) and a value that comes twice are
// parameter_format, more than 40 masks or 64 services parameter_range.
[[nodiscard]] std::optional<Refusal> apply(SecurityPreference& preference,
                                           std::span<const PreferenceChange> changes);

}  // namespace ramauth::policy
