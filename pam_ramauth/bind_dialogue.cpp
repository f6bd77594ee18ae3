// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/bind_dialogue.h"

#include <syslog.h>

#include "pam_ramauth/shown_lines.h"

namespace ramauth::pam {
namespace {

constexpr const char* not_possible =
    "No device can be bound at the moment. Try again later, or ask an administrator.";

// The address and the key stand below it: a picture that does not come stops nobody.
void show_picture(const Invocation& call, const Secret& ticket) {
    const auto answer = call.host.ramd().draw_bind(ticket, call.budget.first_half());
    if (const auto* picture = std::get_if<Secret>(&answer)) {
        show_lines(call.conversation, picture->view());
        return;
    }
    const auto* refusal = std::get_if<Refusal>(&answer);
    call.log(LOG_WARNING, "no picture to be scanned: " + (refusal != nullptr
                                                              ? code_text(refusal->code)
                                                              : std::get<NoAnswer>(answer).detail));
}

void show_offer(const Invocation& call, const Secret& ticket, const BindOffer& offer) {
    call.conversation.tell_news(
        "This account needs a second factor before it can be used. Bind an authenticator app to it "
        "now: scan this picture with the app.");
    show_picture(call, ticket);
    call.conversation.tell_news(
        "If you cannot scan it, open this address on the device, or type the key below it into the "
        "app.");
    call.conversation.show(offer.uri.view());
    call.conversation.show(in_groups_of_four(offer.seed).view());
}

struct TwoCodes {
    Secret first;
    Secret second;
};

std::optional<TwoCodes> ask_two_codes(const Invocation& call) {
    call.conversation.tell_news("Type the code that the app shows now.");
    auto first = ask_code(call);
    if (!first) return std::nullopt;
    call.conversation.tell_news("Type the next one, which the app shows in up to 30 seconds.");
    auto second = ask_code(call);
    if (!second) return std::nullopt;
    return TwoCodes{std::move(*first), std::move(*second)};
}

// The prompt holds the logon until the codes were seen: news alone would scroll by.
FactorStep show_recovery_codes(const Invocation& call, Bound bound) {
    call.conversation.tell_news(
        "The device is bound. These are your recovery codes: each lets you in once in place of the "
        "device, should it be lost. They are not shown again.");
    show_lines(call.conversation, bound.recovery_codes.view());
    if (!call.conversation.ask_visibly("Press Enter when you have written them down: ")) {
        call.log(LOG_NOTICE, "a device was bound, and nobody confirmed the recovery codes");
        return {PAM_AUTH_ERR};
    }
    return {PAM_SUCCESS, std::move(bound.next)};
}

FactorStep not_finished(const Invocation& call, const NoAnswer& none) {
    call.tell_reason(
        none.maybe_done
            ? "It is not known whether the device was bound. Log on again: where a code "
              "is asked for, it was; an administrator can unbind it."
            : not_possible);
    return {call.unanswered(none)};
}

FactorStep finish(const Invocation& call, const Secret& ticket) {
    for (int i = 0; i < tries_to_bind; ++i) {
        const auto codes = ask_two_codes(call);
        if (!codes) return {PAM_AUTH_ERR};
        if (codes->first.empty() || codes->second.empty()) {
            call.tell_reason("Both codes are needed.");
            continue;
        }
        auto answer = call.host.ramd().finish_bind(ticket, codes->first, codes->second,
                                                   call.budget.deadline());
        if (auto* bound = std::get_if<Bound>(&answer))
            return show_recovery_codes(call, std::move(*bound));
        if (const auto* none = std::get_if<NoAnswer>(&answer)) return not_finished(call, *none);
        const auto& refusal = std::get<Refusal>(answer);
        if (refusal.code != Code::binding_codes_wrong) return refused_step(call, refusal);
        call.tell_reason(
            "The two codes do not fit. Check that the clock of the device is right, and type two "
            "codes that follow each other.");
    }
    return {PAM_AUTH_ERR};
}

}  // namespace

FactorStep bind_device(const Invocation& call, const Secret& ticket) {
    if (call.has(static_cast<int>(PAM_SILENT))) {
        call.log(LOG_NOTICE, "a device has to be bound, and the program wants nothing to be shown");
        return {PAM_AUTH_ERR};
    }
    const auto answer = call.host.ramd().begin_bind(ticket, call.budget.deadline());
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return refused_step(call, *refusal);
    if (const auto* none = std::get_if<NoAnswer>(&answer)) {
        call.tell_reason(not_possible);
        return {call.unanswered(*none)};
    }
    show_offer(call, ticket, std::get<BindOffer>(answer));
    return finish(call, ticket);
}

}  // namespace ramauth::pam
