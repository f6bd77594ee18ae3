// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/pam_code.h"

#include <security/_pam_types.h>

namespace ramauth::pam {

int pam_code(Code code, Stage stage) {
    switch (code) {
        case Code::authentication_failed:
        case Code::ticket_expired:
        case Code::old_password_incorrect:
        case Code::binding_codes_wrong:
            return PAM_AUTH_ERR;
        case Code::no_such_user:
        case Code::invalid_user_type:
        case Code::no_login_profile:
            return PAM_USER_UNKNOWN;
        case Code::concurrent_modification:
            return PAM_AUTHTOK_LOCK_BUSY;
        case Code::temporarily_unmodifiable:
        case Code::login_disabled:
        case Code::network_not_allowed:
        case Code::change_not_allowed:
        case Code::no_permission:
            return PAM_PERM_DENIED;
        case Code::initial_password_expired:
        case Code::password_hard_expired:
            return PAM_ACCT_EXPIRED;
        case Code::password_expired:
        case Code::password_reset_required:
            // Elsewhere some programs take this code for a yes.
            return stage == Stage::account ? PAM_NEW_AUTHTOK_REQD : PAM_PERM_DENIED;
        case Code::stale_logon:
            return PAM_SESSION_ERR;
        case Code::password_too_weak:
        case Code::password_reused:
        case Code::weak_password:
        case Code::weak_list_unavailable:
        case Code::password_malformed:
        case Code::password_too_young:
            return PAM_AUTHTOK_ERR;
        case Code::secret_malformed:
            return PAM_SYSTEM_ERR;
        case Code::login_profile_exists:
        case Code::recovery_email_exists:
        case Code::recovery_mobile_exists:
        case Code::no_mfa_device:
        case Code::mfa_device_exists:
        case Code::parameter_range:
        case Code::parameter_format:
        case Code::limit_exceeded:
        case Code::service_failure:
            return PAM_AUTHINFO_UNAVAIL;
    }
    return PAM_AUTHINFO_UNAVAIL;
}

bool another_password_may_do(Code code) {
    return code == Code::password_too_weak || code == Code::password_reused ||
           code == Code::weak_password || code == Code::password_malformed;
}

}  // namespace ramauth::pam
