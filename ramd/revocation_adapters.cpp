// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/revocation_adapters.h"

#include <algorithm>
#include <exception>

namespace ramd {

void RevocationReport::sessions_revoked(const Revocation& revocation, unsigned ended) noexcept {
    try {
        Event event;
        event.kind = EventKind::sessions_revoked;
        event.user = revocation.user.str();
        event.detail = std::to_string(ended) + " ended, because: " + revocation.reason;
        log_.record(event);
        bus_.sessions_revoked(revocation.user, ended, revocation.reason);
    } catch (const std::exception&) {
        return;  // no memory for a report: the sessions have ended all the same
    }
}

void RevocationReport::sessions_outstanding(const Revocation& revocation,
                                            const std::string& why) noexcept {
    try {
        Event event;
        event.kind = EventKind::sessions_outstanding;
        event.user = revocation.user.str();
        event.detail = why;
        log_.record(event);
    } catch (const std::exception&) {
        return;  // likewise: the work goes on
    }
}

// A few of them say where to look; ramctl sessions --leftover finds all.
void RevocationReport::logons_left(const Revocation& revocation,
                                   const std::vector<AcceptedLogon>& logons) noexcept {
    constexpr std::size_t named = 8;
    try {
        Event event;
        event.kind = EventKind::logons_left;
        event.user = revocation.user.str();
        for (std::size_t i = 0; i < std::min(named, logons.size()); ++i)
            event.detail += (i == 0 ? "" : ", ") + logons[i].service + " (process " +
                            std::to_string(logons[i].leader) + ')';
        if (logons.size() > named)
            event.detail += " and " + std::to_string(logons.size() - named) + " more";
        event.detail +=
            " let the user in and run on outside the sessions that ended; see ramctl sessions " +
            revocation.user.str() + " --leftover";
        log_.record(event);
    } catch (const std::exception&) {
        return;  // likewise
    }
}

}  // namespace ramd
