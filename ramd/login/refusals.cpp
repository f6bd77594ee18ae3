// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/refusals.h"

#include <stdexcept>

namespace ramd {
namespace {

using ramauth::Code;

std::string_view sentence(Code code) {
    switch (code) {
        case Code::authentication_failed:
            return "Authentication failed.";
        case Code::no_such_user:
            return "There is no such account on this host.";
        case Code::invalid_user_type:
            return "This is a system account, which needs to be named as one; root needs "
                   "ManageRoot=yes in ramd.conf.";
        case Code::no_login_profile:
            return "This account has no login profile.";
        case Code::no_mfa_device:
            return "No device for verification codes is bound, and none is being bound. Bind one "
                   "first.";
        case Code::login_profile_exists:
            return "This account has a login profile already. Update it, or delete it first.";
        case Code::mfa_device_exists:
            return "This account has a device for verification codes already. Unbind it first.";
        case Code::recovery_email_exists:
            return "Another login profile has this recovery address. Choose another one.";
        case Code::recovery_mobile_exists:
            return "Another login profile has this recovery number. Choose another one.";
        case Code::temporarily_unmodifiable:
            return "The account behind this login profile is gone or is another one. An "
                   "administrator has to look and delete the profile.";
        case Code::concurrent_modification:
            return "The login profile was changed meanwhile. Look at it again, then repeat.";
        case Code::login_disabled:
            return "Your login is disabled. Ask an administrator.";
        case Code::initial_password_expired:
            return "Your initial password has expired. Ask an administrator for a new one.";
        case Code::password_hard_expired:
            return "Your password has expired. Ask an administrator for a new one.";
        case Code::password_expired:
            return "Your password has expired. Choose a new one now.";
        case Code::password_reset_required:
            return "You are required to choose a new password now.";
        case Code::network_not_allowed:
            return "Logons from this network are not allowed. Use another one, or ask an "
                   "administrator.";
        case Code::stale_logon:
            return "Your password or login was changed while you logged on. Log on again.";
        case Code::ticket_expired:
            return "This took too long or was used already. Begin again.";
        case Code::old_password_incorrect:
            return "The present password is not right. Try again.";
        case Code::password_too_weak:
            return "The new password is too weak. Choose another one.";
        case Code::password_reused:
            return "The new password is the present one. Choose another one.";
        case Code::weak_password:
            return "The new password is in the list of leaked passwords: choose another one.";
        case Code::weak_list_unavailable:
            return "New passwords have to be compared with a list of weak ones, and there is none "
                   "to be used. Ask an administrator.";
        case Code::password_too_young:
            return "Your password was changed only a short time ago.";
        case Code::password_malformed:
            return "A password has 1 to 128 characters, at most 512 bytes of UTF-8, and no control "
                   "characters. Choose another one.";
        case Code::secret_malformed:
            return "The secret was not handed over as a sealed memory file.";
        case Code::binding_codes_wrong:
            return "The two codes do not fit. Check the clock of the device, and type two codes "
                   "that follow each other.";
        case Code::change_not_allowed:
            return "You may not change your password. Ask an administrator.";
        case Code::no_permission:
            return "You are not permitted to do this.";
        case Code::limit_exceeded:
            return "Too many requests are waiting. Try again in a moment.";
        case Code::service_failure:
            return "This could not be done. The reason is in the journal.";
        case Code::parameter_range:
        case Code::parameter_format:
            break;
    }
    throw std::logic_error("a refusal without a sentence");
}

}  // namespace

ramauth::Refusal refuse(Code code) {
    return {code, std::string(sentence(code)), {}};
}

ramauth::Refusal refuse_format(std::string_view field, std::string_view sentence) {
    return {Code::parameter_format, std::string(sentence), std::string(field)};
}

ramauth::Refusal refuse_no_room() {
    return {Code::service_failure,
            "No room to store the change: nothing was changed, the old password still works.",
            {}};
}

}  // namespace ramd
