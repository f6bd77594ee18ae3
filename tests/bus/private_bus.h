// SPDX-License-Identifier: LGPL-2.1-or-later
// A bus daemon of the tests' own, with the rules of Debian's system bus and our bus policy, in
// which uid 0 stands in for the account ramd.
#pragma once

#include <string>

#include "shared/bus_handles.h"
#include "tests/bus/child_process.h"

namespace bustest {

class PrivateBus {
public:
    explicit PrivateBus(const TempDirectory& directory);
    [[nodiscard]] const std::string& address() const { return address_; }
    [[nodiscard]] const ChildProcess& process() const { return process_; }
    // Runs it (again) on the same address.
    void start();
    void stop() { process_.stop(); }

    // A connection of the caller's own, ready to be used.
    [[nodiscard]] ramauth::BusHandle connect() const;
    // Comes back when somebody owns the name; throws after ten seconds.
    void wait_for_owner(const std::string& name) const;

private:
    const TempDirectory& directory_;
    std::string config_;
    std::string address_;
    ChildProcess process_;
};

[[nodiscard]] ramauth::BusHandle connect_to_bus(const std::string& address);

}  // namespace bustest
