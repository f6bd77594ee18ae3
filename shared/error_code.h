// SPDX-License-Identifier: LGPL-2.1-or-later
// The codes with which ramd refuses (BUS-API.md, "Errors"), their names on the wire and the exit
// status that ramctl gives for each. PAM's column stands in pam_ramauth/pam_code.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ramauth {

enum class Code {
    authentication_failed,
    no_such_user,
    invalid_user_type,
    no_login_profile,
    no_mfa_device,
    login_profile_exists,
    mfa_device_exists,
    recovery_email_exists,
    recovery_mobile_exists,
    temporarily_unmodifiable,
    concurrent_modification,
    login_disabled,
    initial_password_expired,
    password_hard_expired,
    password_expired,
    password_reset_required,
    network_not_allowed,
    stale_logon,
    ticket_expired,
    old_password_incorrect,
    binding_codes_wrong,  // CheckAuthenticationCodeFail
    password_too_weak,
    password_reused,
    weak_password,          // InvalidParameter.RiskPassword.Weak
    weak_list_unavailable,  // InvalidParameter.RiskPassword.Unavailable
    password_malformed,
    password_too_young,
    parameter_range,   // InvalidParameter.<Field>.Range
    parameter_format,  // InvalidParameter.<Field>.Format
    secret_malformed,
    change_not_allowed,  // NotSupport.Account
    no_permission,
    limit_exceeded,
    service_failure,
};

// What ramctl ends with (BUS-API.md, "Errors").
enum class ExitStatus {
    ok = 0,
    attention = 1,
    usage = 2,
    not_found = 3,
    password_refused = 4,
    wrong_password = 5,
    not_permitted = 6,
    conflict = 7,
    unavailable = 8,
};

// Why a request was refused. `sentence` is for people, says what to do next, and never holds a
// secret; several broken rules are several lines in it.
struct Refusal {
    Code code = Code::service_failure;
    std::string sentence;
    std::string field;  // of the parameter codes only, as in MODEL.md
};

inline constexpr std::string_view error_prefix = "org.ramauth1.Error.";

// "LoginDisabled", "InvalidParameter.MaxPasswordAge.Range".
[[nodiscard]] std::string code_text(Code code, std::string_view field = {});

struct ParsedCode {
    Code code;
    std::string field;
};
// The reverse; also takes a whole D-Bus error name. Nothing for a name that is not ours.
[[nodiscard]] std::optional<ParsedCode> parse_code(std::string_view text);

[[nodiscard]] ExitStatus exit_status(Code code);

}  // namespace ramauth
