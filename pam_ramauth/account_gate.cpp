// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/account_gate.h"

#include <syslog.h>

#include "pam_ramauth/remote_address.h"

namespace ramauth::pam {

std::variant<Account, int> find_account(const Invocation& call) {
    std::string text;
    const int result = call.pam.get_user(text);
    if (result != PAM_SUCCESS) return result == PAM_CONV_ERR ? PAM_CONV_ERR : PAM_SYSTEM_ERR;
    auto name = UserName::parse(text);
    if (!name) return PAM_USER_UNKNOWN;
    if (call.host.marker(*name) == Managed::no) return PAM_USER_UNKNOWN;
    Uid uid;
    switch (call.host.uid_of(*name, uid)) {
        case Lookup::found:
            break;
        case Lookup::no_such_account:
            return PAM_USER_UNKNOWN;
        case Lookup::failed:
            call.log(LOG_ERR, "the account's uid cannot be looked up");
            return PAM_AUTHINFO_UNAVAIL;
    }
    if (uid.value < call.options.min_uid) return PAM_USER_UNKNOWN;
    return Account{std::move(*name), uid};
}

LogonContext logon_context(const Invocation& call, const Account& account) {
    LogonContext context;
    context.service = call.pam.text(PAM_SERVICE);
    context.tty = call.pam.text(PAM_TTY);
    context.remote_host = call.pam.text(PAM_RHOST);
    context.remote_address =
        remote_address(context.remote_host, call.pam.variable("SSH_CONNECTION").value_or(""));
    context.remote_user = call.pam.text(PAM_RUSER);
    context.session = call.host.session();
    context.uid = account.uid;
    context.caller_uid = call.host.caller_uid();
    context.without_second_factor = call.options.second_factor == SecondFactor::no;
    return context;
}

bool runs_without_a_person(const Invocation& call) {
    return call.host.is_programmatic(call.pam.text(PAM_SERVICE));
}

}  // namespace ramauth::pam
