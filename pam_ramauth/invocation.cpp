// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/invocation.h"

#include <syslog.h>

#include "pam_ramauth/message_text.h"

namespace ramauth::pam {
namespace {

const char* name_of(Stage stage) {
    switch (stage) {
        case Stage::auth:
            return "auth";
        case Stage::credentials:
            return "setcred";
        case Stage::account:
            return "account";
        case Stage::password:
            return "chauthtok";
        case Stage::session:
            return "session";
    }
    return "?";
}

}  // namespace

void Invocation::log(int priority, const std::string& line) const {
    host.log(priority,
             "pam_ramauth(" + pam.text(PAM_SERVICE) + ":" + name_of(stage) + "): " + line);
}

void Invocation::debug(const std::string& line) const {
    if (options.debug) log(LOG_DEBUG, line);
}

void Invocation::tell_reason(const std::string& text) const {
    const MessageText message = split_message(text);
    for (const std::string& line : message.lines) conversation.tell_reason(line);
    if (!message.request_id.empty())
        log(LOG_NOTICE, "see RAMAUTH_REQUEST_ID=" + message.request_id);
}

void Invocation::tell_news(const std::string& text) const {
    if (options.quiet) return;
    for (const std::string& line : split_message(text).lines) conversation.tell_news(line);
}

int Invocation::refused(const Refusal& refusal) const {
    debug("ramd answered " + code_text(refusal.code, refusal.field));
    return pam_code(refusal.code, stage);
}

int Invocation::unanswered(const NoAnswer& no_answer) const {
    log(LOG_ERR, no_answer.detail);
    return PAM_AUTHINFO_UNAVAIL;
}

}  // namespace ramauth::pam
