// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/sessions_to_end.h"

#include <algorithm>

namespace ramd {
namespace {

// The epoch rises in the commit, so a logon that proved it came later. The time is compared as
// well: of a revocation that changed no password, an earlier logon may know the same epoch.
bool newer_than(const AcceptedLogon& logon, const Revocation& revocation) {
    return *logon.epoch >= revocation.epoch &&
           logon.accepted_us >= revocation.committed_monotonic_us;
}

// After a change of the password a key still opens sessions; after these it does not.
bool bars_keys(const Revocation& revocation) {
    return revocation.reason == "inactive" || revocation.reason == "idle" ||
           revocation.reason == "deleted" || revocation.reason == "orphaned";
}

// An id alone may be somebody else's by now.
bool is_kept(const LogindSession& session, const Revocation& revocation) {
    return revocation.keep_last_session && session.id == revocation.last_session &&
           session.started_monotonic_us <= revocation.committed_monotonic_us;
}

}  // namespace

// "user-early" and the like are what later logind versions call kinds of "user". A logon without
// a terminal (a file server's, say) is "background", as a cron job's session would be.
bool somebody_logged_on(const LogindSession& session, const ProgrammaticServices& programmatic) {
    if (std::ranges::find(programmatic, session.service) != programmatic.end()) return false;
    return session.session_class == "user" || session.session_class.starts_with("user-") ||
           session.session_class == "background";
}

bool must_end(const LogindSession& session, const Revocation& revocation, const LogonBook& logons,
              const ProgrammaticServices& programmatic) {
    if (session.uid != revocation.uid || !somebody_logged_on(session, programmatic)) return false;
    if (is_kept(session, revocation)) return false;
    // What the logon proved says more than when its session opened: one with the old password may
    // open late, and the one that was forced to change must stay.
    const auto logon = logons.of(session);
    if (logon && logon->user != revocation.user.str()) return false;  // the uid is another's by now
    if (logon && logon->epoch) return !newer_than(*logon, revocation);
    if (logon && bars_keys(revocation) && logon->accepted_us <= revocation.committed_monotonic_us)
        return true;
    return session.started_monotonic_us <= revocation.committed_monotonic_us;
}

bool is_user_manager(const LogindSession& session) {
    return session.session_class == "manager" || session.session_class == "manager-early";
}

}  // namespace ramd
