// SPDX-License-Identifier: LGPL-2.1-or-later
#include "pam_ramauth/change_news.h"

namespace ramauth::pam {
namespace {

// Where ramd does not say how many.
const char* uncounted(ChangeKind kind, AskingSession asking) {
    if (kind == ChangeKind::forced || asking == AskingSession::stays)
        return " Other sessions of this account are being ended.";
    const bool this_one = asking == AskingSession::ends ||
                          (asking == AskingSession::unknown && kind == ChangeKind::voluntary);
    return this_one ? " All sessions of this account are being ended, this one last."
                    : " All sessions of this account are being ended.";
}

// A forced change is made by a logon, whose session is still to come.
std::string counted(ChangeKind kind, AskingSession asking, unsigned others) {
    const bool ends = asking == AskingSession::ends;
    if (others == 0) return ends ? " This session ends now." : "";
    const bool beside_one = ends || asking == AskingSession::stays || kind == ChangeKind::forced;
    std::string text = " " + std::to_string(others);
    text.append(beside_one ? " other session" : " session").append(others == 1 ? "" : "s");
    text.append(" of this account ").append(others == 1 ? "is" : "are").append(" being ended");
    return text.append(ends ? ", this one last." : ".");
}

}  // namespace

std::string change_news(ChangeKind kind, const EndingSessions& sessions) {
    if (kind == ChangeKind::nothing_to_do) return {};
    std::string text =
        kind == ChangeKind::reset ? "The password was set." : "The password was changed.";
    if (sessions.not_permitted)
        return text.append(
            " Sessions of this account are not ended: ramd has no permission to. Tell your "
            "administrator.");
    if (!sessions.others) return text.append(uncounted(kind, sessions.asking));
    return text.append(counted(kind, sessions.asking, *sessions.others));
}

}  // namespace ramauth::pam
