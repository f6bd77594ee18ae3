// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/second_factor.h"

#include <syslog.h>

#include "pam_ramauth/bind_dialogue.h"
#include "pam_ramauth/code_dialogue.h"

namespace ramauth::pam {
namespace {

// A code and a binding are two; who is asked for more is led round in a circle.
constexpr int most_steps = 3;

FactorStep take_step(const Invocation& call, const Secret& ticket,
                     const std::vector<std::string>& next) {
    const auto ways = FactorWays::of(next);
    if (!ways) {
        call.log(LOG_ERR, "ramd asks for a second factor that this module does not know");
        return {PAM_AUTHINFO_UNAVAIL};
    }
    return ways->bind ? bind_device(call, ticket) : ask_for_code(call, *ways, ticket);
}

}  // namespace

int give_second_factor(const Invocation& call, const Secret& ticket,
                       std::vector<std::string> next) {
    for (int taken = 0; !next.empty(); ++taken) {
        if (taken == most_steps)
            return call.unanswered({"ramd asks for more and more codes", true});
        FactorStep step = take_step(call, ticket, next);
        if (step.code == PAM_USER_UNKNOWN) {
            // The proof is void: the rest of the stack must not let it through.
            call.log(LOG_NOTICE, "the login profile was deleted during the logon");
            return PAM_AUTH_ERR;
        }
        if (step.code != PAM_SUCCESS) return step.code;
        next = std::move(step.next);
    }
    return PAM_SUCCESS;
}

}  // namespace ramauth::pam
