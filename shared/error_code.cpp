// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/error_code.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace ramauth {
namespace {

struct Row {
    Code code;
    std::string_view text;
    ExitStatus exit;
};

using enum ExitStatus;

constexpr std::array rows{
    Row{Code::authentication_failed, "AuthenticationFailed", wrong_password},
    Row{Code::no_such_user, "EntityNotExist.User", not_found},
    Row{Code::invalid_user_type, "InvalidUserType", conflict},
    Row{Code::no_login_profile, "EntityNotExist.User.LoginProfile", not_found},
    Row{Code::no_mfa_device, "EntityNotExist.User.MFADevice", not_found},
    Row{Code::login_profile_exists, "EntityAlreadyExists.User.LoginProfile", conflict},
    Row{Code::mfa_device_exists, "EntityAlreadyExists.User.MFADevice", conflict},
    Row{Code::recovery_email_exists, "EntityAlreadyExists.User.RecoveryEmail", conflict},
    Row{Code::recovery_mobile_exists, "EntityAlreadyExists.User.RecoveryMobile", conflict},
    Row{Code::temporarily_unmodifiable, "EntityTemporarilyUnmodifiable", conflict},
    Row{Code::concurrent_modification, "ConcurrentModification", conflict},
    Row{Code::login_disabled, "LoginDisabled", not_permitted},
    Row{Code::initial_password_expired, "InitialPasswordExpired", not_permitted},
    Row{Code::password_hard_expired, "PasswordHardExpired", not_permitted},
    Row{Code::password_expired, "PasswordExpired", password_refused},
    Row{Code::password_reset_required, "PasswordResetRequired", password_refused},
    Row{Code::network_not_allowed, "NetworkNotAllowed", not_permitted},
    Row{Code::stale_logon, "StaleLogon", not_permitted},
    Row{Code::ticket_expired, "TicketExpired", wrong_password},
    Row{Code::old_password_incorrect, "InvalidParameter.OldPassword.Incorrect", wrong_password},
    Row{Code::binding_codes_wrong, "CheckAuthenticationCodeFail", wrong_password},
    Row{Code::password_too_weak, "InvalidParameter.Password.TooWeak", password_refused},
    Row{Code::password_reused, "InvalidParameter.NewPassword.ReusePrevention", password_refused},
    Row{Code::weak_password, "InvalidParameter.RiskPassword.Weak", password_refused},
    Row{Code::weak_list_unavailable, "InvalidParameter.RiskPassword.Unavailable", unavailable},
    Row{Code::password_malformed, "InvalidParameter.Password.Malformed", password_refused},
    Row{Code::password_too_young, "InvalidParameter.Password.TooYoung", password_refused},
    Row{Code::secret_malformed, "InvalidParameter.Secret.Malformed", usage},
    Row{Code::change_not_allowed, "NotSupport.Account", not_permitted},
    Row{Code::no_permission, "NoPermission", not_permitted},
    Row{Code::limit_exceeded, "LimitExceeded", unavailable},
    Row{Code::service_failure, "ServiceFailure", unavailable},
};

constexpr std::string_view parameter_prefix = "InvalidParameter.";
constexpr std::string_view range_suffix = ".Range";
constexpr std::string_view format_suffix = ".Format";

std::optional<ParsedCode> parse_parameter(std::string_view text) {
    if (!text.starts_with(parameter_prefix)) return std::nullopt;
    text.remove_prefix(parameter_prefix.size());
    for (const auto& [suffix, code] : {std::pair{range_suffix, Code::parameter_range},
                                       std::pair{format_suffix, Code::parameter_format}}) {
        if (text.ends_with(suffix) && text.size() > suffix.size())
            return ParsedCode{code, std::string(text.substr(0, text.size() - suffix.size()))};
    }
    return std::nullopt;
}

}  // namespace

std::string code_text(Code code, std::string_view field) {
    if (code == Code::parameter_range || code == Code::parameter_format) {
        const auto suffix = code == Code::parameter_range ? range_suffix : format_suffix;
        return std::string(parameter_prefix).append(field).append(suffix);
    }
    const auto* row = std::find_if(rows.begin(), rows.end(),
                                   [code](const Row& entry) { return entry.code == code; });
    if (row == rows.end()) throw std::logic_error("a Code without a name");
    return std::string(row->text);
}

std::optional<ParsedCode> parse_code(std::string_view text) {
    if (text.starts_with(error_prefix)) text.remove_prefix(error_prefix.size());
    const auto* row = std::find_if(rows.begin(), rows.end(),
                                   [text](const Row& entry) { return entry.text == text; });
    if (row != rows.end()) return ParsedCode{row->code, {}};
    return parse_parameter(text);
}

ExitStatus exit_status(Code code) {
    if (code == Code::parameter_range || code == Code::parameter_format) return usage;
    const auto* row = std::find_if(rows.begin(), rows.end(),
                                   [code](const Row& entry) { return entry.code == code; });
    if (row == rows.end()) throw std::logic_error("a Code without an exit status");
    return row->exit;
}

}  // namespace ramauth
