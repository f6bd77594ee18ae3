// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/new_password.h"

namespace ramauth::pam {

NewPassword ask_new_password(const Invocation& call) {
    auto first = call.conversation.ask("New password: ");
    if (!first) return {};
    const auto again = call.conversation.ask("Retype new password: ");
    if (!again) return {};
    if (*first == *again) return {Asked::given, std::move(*first)};
    call.conversation.tell_reason("Sorry, passwords do not match.");
    return {Asked::did_not_match, {}};
}

int provide_new_password(const Invocation& call) {
    if (call.options.use_authtok || call.pam.password(PasswordItem::present))
        return PAM_USER_UNKNOWN;
    for (int i = 0; i < tries_for_new_password; ++i) {
        const NewPassword given = ask_new_password(call);
        if (given.asked == Asked::no_answer) return PAM_AUTHTOK_ERR;
        if (given.asked == Asked::did_not_match) continue;
        return call.pam.set_password(PasswordItem::present, given.password) ? PAM_USER_UNKNOWN
                                                                            : PAM_SYSTEM_ERR;
    }
    return PAM_AUTHTOK_ERR;
}

}  // namespace ramauth::pam
