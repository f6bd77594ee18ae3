// SPDX-License-Identifier: LGPL-2.1-or-later
// The real daemon, with a state and accounts of its own, on the private bus and on a private
// socket.
#pragma once

#include <string>

#include "shared/ramd_connection.h"
#include "tests/bus/private_bus.h"

namespace bustest {

class RamdProcess {
public:
    // `bus` null: without a bus.
    RamdProcess(const TempDirectory& directory, const PrivateBus* bus);

    void start();
    int stop() { return process_.stop(); }
    [[nodiscard]] const ChildProcess& process() const { return process_; }
    [[nodiscard]] std::string socket() const { return directory_.path("login"); }
    [[nodiscard]] ramauth::RamdAddress by_socket() const;
    [[nodiscard]] ramauth::RamdAddress by_bus() const;
    // What it wrote to its journal so far.
    [[nodiscard]] std::string log() const { return read_file(directory_.path("log")); }
    [[nodiscard]] std::size_t open_descriptors() const;
    [[nodiscard]] std::string path(const std::string& name) const { return directory_.path(name); }

private:
    [[nodiscard]] int run(int log) const;

    const TempDirectory& directory_;
    const PrivateBus* bus_;
    ChildProcess process_;
};

}  // namespace bustest
