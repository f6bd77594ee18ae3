// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bus/private_bus.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "shared/deadline.h"
#include "shared/fd.h"
#include "tests/bus/test_accounts.h"

namespace bustest {
namespace {

// /usr/share/dbus-1/system.conf, as far as it matters here.
constexpr const char* rules = R"(<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>ADDRESS</listen>
  <auth>EXTERNAL</auth>
  <servicedir>SERVICES</servicedir>
  <policy context="default">
    <allow user="*"/>
    <deny own="*"/>
    <deny send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus"/>
    <deny send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus"
          send_member="UpdateActivationEnvironment"/>
  </policy>
  <policy user="root">
    <allow own="org.freedesktop.PolicyKit1"/>
    <allow own="org.freedesktop.login1"/>
    <allow send_destination="org.freedesktop.PolicyKit1"/>
    <allow send_destination="org.freedesktop.login1"/>
  </policy>
  <include>POLICY</include>
</busconfig>
)";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

std::string read_line(int fd) {
    std::string line;
    for (char c = 0; ::read(fd, &c, 1) == 1 && c != '\n';) line.push_back(c);
    return line;
}

}  // namespace

PrivateBus::PrivateBus(const TempDirectory& directory)
    : directory_(directory),
      config_(directory.path("bus.conf")),
      address_("unix:path=" + directory.path("bus")) {
    const std::string policy = directory.path("org.ramauth1.conf");
    write_file(policy, replaced(read_file(RAMAUTH_SOURCE "/ramd/bus/org.ramauth1.conf"),
                                "user=\"ramd\"", "user=\"root\""));
    // Clients ask the bus to start ramd; it runs, but the bus wants to have heard of it.
    const std::string services = directory.path("services");
    std::filesystem::create_directory(services);
    write_file(services + "/org.ramauth1.service",
               read_file(RAMAUTH_SOURCE "/ramd/bus/org.ramauth1.service"));
    write_file(config_, replaced(replaced(replaced(rules, "ADDRESS", address_), "POLICY", policy),
                                 "SERVICES", services));
    write_accounts(directory);
    start();
}

void PrivateBus::start() {
    int ready[2] = {-1, -1};
    if (::pipe(ready) != 0) throw std::runtime_error("pipe");
    const ramauth::UniqueFd read_end(ready[0]);
    ramauth::UniqueFd write_end(ready[1]);
    process_ = ChildProcess([&] {
        use_accounts(directory_);
        // It complains about limits that it may not raise in here.
        const int silent = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        ::dup2(silent, STDERR_FILENO);
        return execute({"dbus-daemon", "--nofork", "--nopidfile", "--nosyslog",
                        "--config-file=" + config_,
                        "--print-address=" + std::to_string(write_end.get())});
    });
    write_end = ramauth::UniqueFd();
    if (read_line(read_end.get()).empty()) throw std::runtime_error("dbus-daemon does not start");
}

ramauth::BusHandle connect_to_bus(const std::string& address) {
    sd_bus* raw = nullptr;
    if (sd_bus_new(&raw) < 0) throw std::runtime_error("sd_bus_new");
    ramauth::BusHandle bus(raw);
    if (sd_bus_set_address(raw, address.c_str()) < 0 || sd_bus_set_bus_client(raw, 1) < 0 ||
        sd_bus_negotiate_fds(raw, 1) < 0 || sd_bus_start(raw) < 0)
        throw std::runtime_error("cannot connect to the bus of the test");
    return bus;
}

ramauth::BusHandle PrivateBus::connect() const {
    return connect_to_bus(address_);
}

void PrivateBus::wait_for_owner(const std::string& name) const {
    const ramauth::BusHandle bus = connect();
    const std::string match =
        "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='" + name + "'";
    if (sd_bus_add_match(bus.get(), nullptr, match.c_str(), nullptr, nullptr) < 0)
        throw std::runtime_error("sd_bus_add_match");
    const auto deadline = ramauth::Deadline::after(std::chrono::seconds(10));
    while (sd_bus_get_name_creds(bus.get(), name.c_str(), 0, nullptr) < 0) {
        if (deadline.passed()) throw std::runtime_error("nobody owns " + name);
        if (sd_bus_process(bus.get(), nullptr) == 0) sd_bus_wait(bus.get(), 1'000'000);
    }
}

}  // namespace bustest
