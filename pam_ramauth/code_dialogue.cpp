// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/code_dialogue.h"

#include <syslog.h>

namespace ramauth::pam {
namespace {

void tell_sent(const Invocation& call, const FactorWays& ways, const std::string& sent_to) {
    call.conversation.tell_news(
        "A code was sent to " + sent_to +
        ". If none arrives, press Enter after a minute for another one, or " +
        (ways.at_hand().empty() ? "ask an administrator." : "use another way."));
}

void tell_to_wait(const Invocation& call, std::uint32_t seconds) {
    call.conversation.tell_news(
        "A code was sent less than a minute ago and is still good. For another one, press Enter "
        "in " +
        std::to_string(seconds) + " seconds.");
}

void tell_not_sent(const Invocation& call, const FactorWays& ways) {
    const std::string other = ways.at_hand();
    call.tell_reason(
        other.empty() ? "No code could be sent. One that came less than ten minutes ago is still "
                        "good; else press Enter to try again, or ask an administrator."
                      : "No code could be sent. Type " + other + " instead.");
}

bool may_be_tried_again(Code code) {
    return code == Code::service_failure || code == Code::limit_exceeded;
}

// Nothing where the dialogue goes on, with or without a code on its way. ramd has half of the time
// that is left, so that a mail system that hangs leaves some for another way.
std::optional<FactorStep> send_code(const Invocation& call, const FactorWays& ways,
                                    const Secret& ticket) {
    const auto answer = call.host.ramd().send_code(ticket, call.budget.first_half());
    if (const auto* sent = std::get_if<SentCode>(&answer)) {
        if (!sent->sent_to.empty())
            tell_sent(call, ways, sent->sent_to);
        else if (sent->wait_seconds)
            tell_to_wait(call, *sent->wait_seconds);
        else
            tell_not_sent(call, ways);
        return std::nullopt;
    }
    if (const auto* refusal = std::get_if<Refusal>(&answer)) {
        if (!may_be_tried_again(refusal->code)) return refused_step(call, *refusal);
        call.log(LOG_WARNING, "no code was sent: " + code_text(refusal->code));
        if (refusal->code == Code::limit_exceeded && !refusal->sentence.empty()) {
            call.tell_reason(refusal->sentence);
            return std::nullopt;
        }
    } else {
        call.log(LOG_ERR, std::get<NoAnswer>(answer).detail);
    }
    tell_not_sent(call, ways);
    return std::nullopt;
}

std::optional<FactorStep> after_empty_answer(const Invocation& call, const FactorWays& ways,
                                             const Secret& ticket) {
    if (ways.can_be_sent()) return send_code(call, ways, ticket);
    call.tell_reason("Type " + ways.at_hand() + ".");
    return std::nullopt;
}

FactorStep verify(const Invocation& call, const Secret& ticket, const Secret& code) {
    auto answer = call.host.ramd().verify(ticket, code, call.budget.deadline());
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return refused_step(call, *refusal);
    if (const auto* none = std::get_if<NoAnswer>(&answer)) return {call.unanswered(*none)};
    return {PAM_SUCCESS, std::move(std::get<Verified>(answer).next)};
}

}  // namespace

FactorStep ask_for_code(const Invocation& call, const FactorWays& ways, const Secret& ticket) {
    call.tell_news(ways.sentence());
    std::optional<FactorStep> end;
    if (ways.must_be_sent()) end = send_code(call, ways, ticket);
    for (int empty_answers = 0; !end; ++empty_answers) {
        const auto code = ask_code(call);
        if (!code || (code->empty() && empty_answers == most_empty_answers)) return {PAM_AUTH_ERR};
        end = code->empty() ? after_empty_answer(call, ways, ticket) : verify(call, ticket, *code);
    }
    return std::move(*end);
}

}  // namespace ramauth::pam
