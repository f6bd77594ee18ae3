// SPDX-License-Identifier: LGPL-2.1-or-later
// One call of an entry point and all it may use. Built in module.cpp, gone when it returns.
#pragma once

#include <string>

#include "pam_ramauth/conversation.h"
#include "pam_ramauth/options.h"
#include "pam_ramauth/pam_code.h"
#include "pam_ramauth/pam_handle.h"
#include "pam_ramauth/surroundings.h"
#include "pam_ramauth/time_budget.h"

namespace ramauth::pam {

struct Invocation {
    const PamHandle& pam;
    const Options& options;
    Surroundings& host;
    Conversation& conversation;
    TimeBudget& budget;
    Stage stage;
    int flags;

    [[nodiscard]] bool has(int flag) const { return (flags & flag) != 0; }
    // Nothing that a person typed may get into a log line, a user name neither.
    void log(int priority, const std::string& line) const;
    void debug(const std::string& line) const;
    // Text of ramd for the person, a line each. The request's number goes to the log.
    void tell_reason(const std::string& text) const;
    void tell_news(const std::string& text) const;

    // The stage's answer to a refusal and to none, logged.
    [[nodiscard]] int refused(const Refusal& refusal) const;
    [[nodiscard]] int unanswered(const NoAnswer& no_answer) const;
};

}  // namespace ramauth::pam
