// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/revocation_adapters.h"

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

}  // namespace ramd
