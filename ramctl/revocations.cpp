// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/revocations.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "ramctl/time_text.h"

namespace ramctl {
namespace {

// What logind and the bus call it when polkit says no, or is not there to be asked.
constexpr std::array<std::string_view, 4> denials = {
    "Error.AccessDenied", "InteractiveAuthorizationRequired", "org.freedesktop.PolicyKit1.",
    "systemd1.UnitMasked"};

bool is_denied(std::string_view why) {
    return std::ranges::any_of(
        denials, [why](auto name) { return why.find(name) != std::string_view::npos; });
}

void add(EndingSessions& sessions, const Fields& revocation) {
    sessions.left = std::max(sessions.left, revocation.number("Outstanding"));
    sessions.since = std::min(sessions.since, revocation.time("Committed"));
    if (sessions.why.empty()) sessions.why = revocation.text("Why");
}

}  // namespace

std::vector<EndingSessions> ending_sessions(const std::vector<Fields>& revocations) {
    std::vector<EndingSessions> all;
    for (const Fields& revocation : revocations) {
        const std::string user = revocation.text("UserName");
        auto known = std::ranges::find(all, user, &EndingSessions::user);
        if (known == all.end())
            known = all.insert(all.end(), {user, 0, revocation.time("Committed"), ""});
        add(*known, revocation);
    }
    return all;
}

std::string ending_text(const EndingSessions& sessions, Timestamp now) {
    std::string text = sessions.user + ": " + std::to_string(sessions.left) + " left, since " +
                       readable(sessions.since, now);
    return sessions.why.empty() ? text : text.append(": ").append(sessions.why);
}

std::string ending_advice(const EndingSessions& sessions) {
    if (sessions.why.empty()) return {};
    const std::string stand = "sessions of " + sessions.user + " that were to end still stand: ";
    if (is_denied(sessions.why))
        return stand +
               "polkit does not let ramd end them; see that polkit runs and that "
               "/usr/share/polkit-1/rules.d/ramd.rules is there";
    return stand + "see whether systemd-logind answers, and run ramctl sessions " + sessions.user +
           " --leftover";
}

}  // namespace ramctl
