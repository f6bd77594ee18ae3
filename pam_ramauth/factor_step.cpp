// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/factor_step.h"

#include <syslog.h>

namespace ramauth::pam {
namespace {

constexpr const char* code_prompt = "Verification code: ";

std::string_view without_spaces_around(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const auto begin = text.find_first_not_of(spaces);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

}  // namespace

std::optional<Secret> ask_code(const Invocation& call) {
    const auto answer = call.conversation.ask_visibly(code_prompt);
    if (!answer) {
        call.log(LOG_NOTICE,
                 "the program cannot ask for a verification code; sshd can with "
                 "KbdInteractiveAuthentication yes, its password method cannot");
        return std::nullopt;
    }
    // What is cut was too long to be right, and still counts as the guess that it is.
    return Secret::copy_of(without_spaces_around(answer->view()).substr(0, Secret::max_size));
}

FactorStep refused_step(const Invocation& call, const Refusal& refusal) {
    const int code = call.refused(refusal);
    if (refusal.code == Code::ticket_expired)
        call.tell_reason("This took too long. Begin again.");
    else if (code != PAM_AUTH_ERR && code != PAM_USER_UNKNOWN)
        call.tell_reason(refusal.sentence);
    return {code};
}

}  // namespace ramauth::pam
