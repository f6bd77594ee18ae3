// SPDX-License-Identifier: LGPL-2.1-or-later
// What the session revoker tells goes to the store, the journal and the bus.
#pragma once

#include "ramd/bus/bus_service.h"
#include "ramd/login/event_log.h"
#include "ramd/session/revocation_listener.h"
#include "ramd/store/store.h"

namespace ramd {

class StoredRevocations : public RevocationList {
public:
    explicit StoredRevocations(Store& store) : store_(store) {}
    void finish(std::uint64_t id) override { store_.finish_revocation(id); }

private:
    Store& store_;
};

class RevocationReport : public RevocationListener {
public:
    RevocationReport(EventLog& log, BusService& bus) : log_(log), bus_(bus) {}
    void sessions_revoked(const Revocation& revocation, unsigned ended) noexcept override;
    void logons_left(const Revocation& revocation,
                     const std::vector<AcceptedLogon>& logons) noexcept override;
    void sessions_outstanding(const Revocation& revocation,
                              const std::string& why) noexcept override;

private:
    EventLog& log_;
    BusService& bus_;
};

}  // namespace ramd
