// SPDX-License-Identifier: LGPL-2.1-or-later
// Whom the session revoker tells: the store's work list and the outside world. The daemon adapts
// them to the store, the event log and the bus.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ramd/session/logon_book.h"
#include "ramd/store/profile.h"

namespace ramd {

class RevocationList {
public:
    virtual ~RevocationList() = default;
    // The record is no longer needed. May throw (a full disk): it is tried again later.
    virtual void finish(std::uint64_t id) = 0;
};

class RevocationListener {
public:
    virtual ~RevocationListener() = default;
    // All sessions that the revocation means were seen to be gone; `ended` of them since the last
    // time. Comes again when late ones turned up.
    virtual void sessions_revoked(const Revocation& revocation, unsigned ended) noexcept = 0;
    // Sessions stand that should not, and `why`; once a revocation. The work goes on.
    virtual void sessions_outstanding(const Revocation& revocation,
                                      const std::string& why) noexcept = 0;
    // Programs that let somebody in run on outside the sessions that have ended: su in a session of
    // somebody else, a logon while logind was away. Comes with sessions_revoked.
    virtual void logons_left(const Revocation& revocation,
                             const std::vector<AcceptedLogon>& logons) noexcept = 0;
};

}  // namespace ramd
