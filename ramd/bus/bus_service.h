// SPDX-License-Identifier: LGPL-2.1-or-later
// ramd on the system bus. Connects in the background and again whenever the bus was lost; nothing
// waits for it, because logons do not need it. Tells the bus about changes.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>
#include <vector>

#include "ramd/bus/use_cases.h"
#include "ramd/loop/bus_pump.h"

namespace ramd {

class BusService : public ChangeListener {
public:
    BusService(boost::asio::any_io_executor loop, std::string address);
    BusService(const BusService&) = delete;
    BusService& operator=(const BusService&) = delete;
    ~BusService() override;

    // Begins to connect, and never stops trying. `use` outlives this.
    void start(UseCases& use);

    // The present connection, for whom else speaks over it; null while there is none.
    [[nodiscard]] BusPump* pump() const noexcept;

    // Signals; dropped while there is no bus.
    void profile_changed(const UserName& user, const std::vector<std::string>& fields) override;
    void policy_changed(const std::vector<std::string>& fields) override;
    void login_locked(const UserName& user, Timestamp until) override;
    void sessions_revoked(const UserName& user, unsigned count, const std::string& reason);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ramd
