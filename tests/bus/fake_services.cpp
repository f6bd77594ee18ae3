// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bus/fake_services.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <stdexcept>

namespace bustest {
namespace {

struct Authority {
    PolkitSays answer;
    int told;
};

int check_authorization(sd_bus_message* call, void* self, sd_bus_error*) {
    const auto& authority = *static_cast<Authority*>(self);
    const char* kind = nullptr;
    const char* action = nullptr;
    const char* key = nullptr;
    const char* user = nullptr;
    std::uint32_t flags = 0;
    const char* cancellation = nullptr;
    if (sd_bus_message_enter_container(call, 'r', "sa{sv}") < 0 ||
        sd_bus_message_read(call, "s", &kind) < 0 || sd_bus_message_skip(call, "a{sv}") < 0 ||
        sd_bus_message_exit_container(call) < 0 || sd_bus_message_read(call, "s", &action) < 0 ||
        sd_bus_message_read(call, "a{ss}", 1, &key, &user) < 0 ||
        sd_bus_message_read(call, "us", &flags, &cancellation) < 0)
        return -EBADMSG;
    const std::string line = std::string(action) + " " + user + " " + std::to_string(flags) + "\n";
    if (std::string(kind) != "system-bus-name") return -EINVAL;
    if (::write(authority.told, line.data(), line.size()) < 0) return -EIO;
    if (authority.answer == PolkitSays::nothing) return 1;
    return sd_bus_reply_method_return(call, "(bba{ss})", authority.answer == PolkitSays::yes, 0, 0);
}

int ignore_cancel(sd_bus_message* call, void*, sd_bus_error*) {
    return sd_bus_reply_method_return(call, "");
}

int no_sessions(sd_bus_message* call, void*, sd_bus_error*) {
    return sd_bus_reply_method_return(call, "a(susso)", 0);
}

int no_session_of(sd_bus_message*, void*, sd_bus_error* error) {
    return sd_bus_error_set(error, "org.freedesktop.login1.NoSessionForPID", "none");
}

// clang-format off
const sd_bus_vtable authority_vtable[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_METHOD("CheckAuthorization", "(sa{sv})sa{ss}us", "(bba{ss})", check_authorization,
                  SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD("CancelCheckAuthorization", "s", "", ignore_cancel, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_VTABLE_END,
};
const sd_bus_vtable logind_vtable[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_METHOD("ListSessions", "", "a(susso)", no_sessions, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD("GetSessionByPID", "u", "o", no_session_of, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_VTABLE_END,
};
// clang-format on

struct Place {
    const char* name;
    const char* path;
    const char* interface;
};

// Never returns but by a signal.
int serve(const std::string& address, const Place& place, const sd_bus_vtable* vtable, void* self) {
    const ramauth::BusHandle bus = connect_to_bus(address);
    if (sd_bus_add_object_vtable(bus.get(), nullptr, place.path, place.interface, vtable, self) <
            0 ||
        sd_bus_request_name(bus.get(), place.name, 0) < 0)
        return 1;
    while (true) {
        if (sd_bus_process(bus.get(), nullptr) < 0 || sd_bus_wait(bus.get(), UINT64_MAX) < 0)
            return 1;
    }
}

constexpr Place polkit{"org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority",
                       "org.freedesktop.PolicyKit1.Authority"};
constexpr Place logind{"org.freedesktop.login1", "/org/freedesktop/login1",
                       "org.freedesktop.login1.Manager"};

}  // namespace

FakePolkit::FakePolkit(const PrivateBus& bus, PolkitSays answer) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) throw std::runtime_error("pipe2");
    heard_ = ramauth::UniqueFd(ends[0]);
    const ramauth::UniqueFd told(ends[1]);
    process_ = ChildProcess([&] {
        Authority authority{answer, told.get()};
        return serve(bus.address(), polkit, authority_vtable, &authority);
    });
    bus.wait_for_owner(polkit.name);
}

std::vector<std::string> FakePolkit::questions() {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t got = 0; (got = ::read(heard_.get(), part.data(), part.size())) > 0;)
        text.append(part.data(), static_cast<std::size_t>(got));
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

FakeLogind::FakeLogind(const PrivateBus& bus)
    : process_([&] { return serve(bus.address(), logind, logind_vtable, nullptr); }) {
    bus.wait_for_owner(logind.name);
}

}  // namespace bustest
