// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/bus/fake_services.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

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

struct Sessions {
    std::vector<FakeSession> all;
    std::string asking;
};

std::string path_of(const std::string& session) {
    char* path = nullptr;
    if (sd_bus_path_encode("/org/freedesktop/login1/session", session.c_str(), &path) < 0)
        throw std::runtime_error("cannot name a session");
    const std::unique_ptr<char, decltype(&std::free)> owner(path, &std::free);
    return path;
}

int list_sessions(sd_bus_message* call, void* self, sd_bus_error*) {
    const auto& sessions = *static_cast<Sessions*>(self);
    sd_bus_message* raw = nullptr;
    int r = sd_bus_message_new_method_return(call, &raw);
    const ramauth::MessageHandle reply(raw);
    if (r >= 0) r = sd_bus_message_open_container(raw, 'a', "(susso)");
    for (const FakeSession& session : sessions.all)
        if (r >= 0)
            r = sd_bus_message_append(raw, "(susso)", session.id, session.uid, "somebody", "",
                                      path_of(session.id).c_str());
    if (r >= 0) r = sd_bus_message_close_container(raw);
    return r < 0 ? r : sd_bus_send(nullptr, raw, nullptr);
}

int session_of(sd_bus_message* call, void* self, sd_bus_error* error) {
    const auto& sessions = *static_cast<Sessions*>(self);
    if (sessions.asking.empty())
        return sd_bus_error_set(error, "org.freedesktop.login1.NoSessionForPID", "none");
    return sd_bus_reply_method_return(call, "o", path_of(sessions.asking).c_str());
}

int deny(sd_bus_message*, void*, sd_bus_error* error) {
    return sd_bus_error_set(error, SD_BUS_ERROR_ACCESS_DENIED, "Permission denied");
}

// All began when the host did.
int get_property(sd_bus*, const char*, const char*, const char* property, sd_bus_message* reply,
                 void* self, sd_bus_error*) {
    const auto& session = *static_cast<const FakeSession*>(self);
    const std::string_view name(property);
    if (name == "User")
        return sd_bus_message_append(reply, "(uo)", session.uid, "/org/freedesktop/login1/user/_1");
    if (name == "Leader") return sd_bus_message_append(reply, "u", 1U);
    if (name.starts_with("Timestamp")) return sd_bus_message_append(reply, "t", std::uint64_t{1});
    const char* text = name == "Class" ? session.session_class : name == "State" ? "active" : "";
    return sd_bus_message_append(reply, "s", text);
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
    SD_BUS_METHOD("ListSessions", "", "a(susso)", list_sessions, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD("GetSessionByPID", "u", "o", session_of, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD("TerminateSession", "s", "", deny, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD("KillSession", "ssi", "", deny, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_VTABLE_END,
};
const sd_bus_vtable session_vtable[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_PROPERTY("User", "(uo)", get_property, 0, 0),
    SD_BUS_PROPERTY("State", "s", get_property, 0, 0),
    SD_BUS_PROPERTY("Class", "s", get_property, 0, 0),
    SD_BUS_PROPERTY("Leader", "u", get_property, 0, 0),
    SD_BUS_PROPERTY("TTY", "s", get_property, 0, 0),
    SD_BUS_PROPERTY("RemoteHost", "s", get_property, 0, 0),
    SD_BUS_PROPERTY("Service", "s", get_property, 0, 0),
    SD_BUS_PROPERTY("Scope", "s", get_property, 0, 0),
    SD_BUS_PROPERTY("Timestamp", "t", get_property, 0, 0),
    SD_BUS_PROPERTY("TimestampMonotonic", "t", get_property, 0, 0),
    SD_BUS_VTABLE_END,
};
// clang-format on

struct Place {
    const char* name;
    const char* path;
    const char* interface;
};

// Never returns but by a signal.
int serve(sd_bus* bus, const Place& place, const sd_bus_vtable* vtable, void* self) {
    if (sd_bus_add_object_vtable(bus, nullptr, place.path, place.interface, vtable, self) < 0 ||
        sd_bus_request_name(bus, place.name, 0) < 0)
        return 1;
    while (true) {
        const int done = sd_bus_process(bus, nullptr);
        if (done < 0 || (done == 0 && sd_bus_wait(bus, UINT64_MAX) < 0)) return 1;
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
        return serve(connect_to_bus(bus.address()).get(), polkit, authority_vtable, &authority);
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

FakeLogind::FakeLogind(const PrivateBus& bus) : bus_(bus) {
    restart({});
}

void FakeLogind::restart(std::vector<FakeSession> sessions, const std::string& asking) {
    process_.stop();
    process_ = ChildProcess([&] {
        Sessions own{std::move(sessions), asking};
        const ramauth::BusHandle bus = connect_to_bus(bus_.address());
        for (FakeSession& session : own.all) {
            if (sd_bus_add_object_vtable(bus.get(), nullptr, path_of(session.id).c_str(),
                                         "org.freedesktop.login1.Session", session_vtable,
                                         &session) < 0)
                return 1;
        }
        return serve(bus.get(), logind, logind_vtable, &own);
    });
    bus_.wait_for_owner(logind.name);
}

}  // namespace bustest
