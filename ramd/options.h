// SPDX-License-Identifier: LGPL-2.1-or-later
// The command line of ramd(8).
#pragma once

#include <string>

namespace ramd {

struct Options {
    bool init_store = false;
    bool version = false;
    std::string config = "/etc/ramd.conf";
    std::string state = "/var/lib/ramd";
    std::string markers;  // by default wire::managed_directory
    std::string removed;  // by default RemovedAccounts::standard_directory
    std::string key;      // by default the credential ramd.host-key
    std::string courier;  // by default where ramd-courier.socket listens
    std::string logons;   // by default in the RuntimeDirectory= of the unit; empty: not kept
    std::string bus = "unix:path=/run/dbus/system_bus_socket";  // empty: none
    std::string socket;                                         // empty: what systemd hands over
};

// Throws std::invalid_argument with a sentence for people.
[[nodiscard]] Options parse_options(int argc, char** argv);

}  // namespace ramd
