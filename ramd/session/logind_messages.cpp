// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/logind_messages.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

namespace ramd {
namespace {

// sd-bus answers with a negative errno; 0 from a read means "no more" where that can be.
int checked(int result) {
    if (result < 0) throw BadLogindReply(std::strerror(-result));
    return result;
}

std::string read_string(sd_bus_message* message) {
    const char* text = nullptr;
    checked(sd_bus_message_read_basic(message, 's', &text));
    return text;
}

std::uint64_t read_u64(sd_bus_message* message) {
    std::uint64_t number = 0;
    checked(sd_bus_message_read_basic(message, 't', &number));
    return number;
}

std::uint32_t read_u32(sd_bus_message* message) {
    std::uint32_t number = 0;
    checked(sd_bus_message_read_basic(message, 'u', &number));
    return number;
}

ramauth::Uid read_user(sd_bus_message* message) {
    ramauth::Uid uid;
    checked(sd_bus_message_read(message, "(uo)", &uid.value, nullptr));
    return uid;
}

template <class Object>
struct Property {
    std::string_view name;
    const char* type;
    void (*read)(sd_bus_message*, Object&);
};

constexpr std::array<Property<LogindSession>, 10> session_properties = {{
    {"User", "(uo)", [](sd_bus_message* m, LogindSession& s) { s.uid = read_user(m); }},
    {"State", "s", [](sd_bus_message* m, LogindSession& s) { s.state = read_string(m); }},
    {"Class", "s", [](sd_bus_message* m, LogindSession& s) { s.session_class = read_string(m); }},
    {"Leader", "u",
     [](sd_bus_message* m, LogindSession& s) { s.leader = static_cast<pid_t>(read_u32(m)); }},
    {"TTY", "s", [](sd_bus_message* m, LogindSession& s) { s.tty = read_string(m); }},
    {"RemoteHost", "s",
     [](sd_bus_message* m, LogindSession& s) { s.remote_host = read_string(m); }},
    {"Service", "s", [](sd_bus_message* m, LogindSession& s) { s.service = read_string(m); }},
    {"Scope", "s", [](sd_bus_message* m, LogindSession& s) { s.scope = read_string(m); }},
    {"Timestamp", "t",
     [](sd_bus_message* m, LogindSession& s) { s.started = ramauth::from_wire(read_u64(m)); }},
    {"TimestampMonotonic", "t",
     [](sd_bus_message* m, LogindSession& s) { s.started_monotonic_us = read_u64(m); }},
}};

void read_active_state(sd_bus_message* message, UserManagerUnit& unit) {
    const std::string state = read_string(message);
    unit.runs = state != "inactive" && state != "failed";
    unit.ending = state == "deactivating";
}

constexpr std::array<Property<UserManagerUnit>, 2> unit_properties = {{
    {"ActiveState", "s", read_active_state},
    {"InactiveExitTimestampMonotonic", "t",
     [](sd_bus_message* m, UserManagerUnit& u) { u.started_monotonic_us = read_u64(m); }},
}};

// The number of the property that was read, or -1.
template <class Object, std::size_t count>
int read_property(sd_bus_message* message, const std::array<Property<Object>, count>& known,
                  Object& object) {
    const auto name = read_string(message);
    for (std::size_t i = 0; i < count; ++i) {
        if (name != known[i].name) continue;
        checked(sd_bus_message_enter_container(message, 'v', known[i].type));
        known[i].read(message, object);
        checked(sd_bus_message_exit_container(message));
        return static_cast<int>(i);
    }
    checked(sd_bus_message_skip(message, "v"));
    return -1;
}

// All of them must be there: a uid that was not read would be root's.
template <class Object, std::size_t count>
void read_properties(sd_bus_message* reply, const std::array<Property<Object>, count>& known,
                     Object& object) {
    unsigned found = 0;
    checked(sd_bus_message_enter_container(reply, 'a', "{sv}"));
    while (checked(sd_bus_message_enter_container(reply, 'e', "sv")) > 0) {
        if (const int which = read_property(reply, known, object); which >= 0)
            found |= 1U << static_cast<unsigned>(which);
        checked(sd_bus_message_exit_container(reply));
    }
    checked(sd_bus_message_exit_container(reply));
    if (found != (1U << count) - 1) throw BadLogindReply("a property is missing");
}

constexpr std::array<std::string_view, 5> denials = {
    "org.freedesktop.DBus.Error.AccessDenied",
    "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired",
    "org.freedesktop.PolicyKit1.Error.NotAuthorized",
    "org.freedesktop.PolicyKit1.Error.Failed",
    "org.freedesktop.systemd1.UnitMasked",  // polkit, when logind would have started it
};
constexpr std::array<std::string_view, 5> absences = {
    "org.freedesktop.login1.NoSuchSession",   "org.freedesktop.login1.NoSuchUser",
    "org.freedesktop.login1.NoSessionForPID", "org.freedesktop.DBus.Error.UnknownObject",
    "org.freedesktop.systemd1.NoSuchUnit",
};
constexpr std::array<std::string_view, 9> silences = {
    "org.freedesktop.DBus.Error.Timeout",        "org.freedesktop.DBus.Error.TimedOut",
    "org.freedesktop.DBus.Error.NoReply",        "org.freedesktop.DBus.Error.NoServer",
    "org.freedesktop.DBus.Error.Disconnected",   "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner", "org.freedesktop.DBus.Error.Failed",
    "org.freedesktop.DBus.Error.LimitsExceeded",
};

template <std::size_t count>
bool among(const std::array<std::string_view, count>& names, const std::string& name) {
    for (const auto candidate : names) {
        if (candidate == name) return true;
    }
    return false;
}

}  // namespace

std::vector<ListedSession> read_session_list(sd_bus_message* reply) {
    std::vector<ListedSession> result;
    checked(sd_bus_message_enter_container(reply, 'a', "(susso)"));
    const char* id = nullptr;
    const char* user = nullptr;
    const char* seat = nullptr;
    const char* path = nullptr;
    ramauth::Uid uid;
    while (checked(sd_bus_message_read(reply, "(susso)", &id, &uid.value, &user, &seat, &path)) >
           0) {
        result.push_back({id, uid, user, seat, path});
    }
    checked(sd_bus_message_exit_container(reply));
    return result;
}

LogindSession read_session(sd_bus_message* reply, const std::string& id) {
    LogindSession session;
    session.id = id;
    read_properties(reply, session_properties, session);
    if (const char* sender = sd_bus_message_get_sender(reply)) session.told_by = sender;
    return session;
}

std::string read_session_path(sd_bus_message* reply) {
    const char* path = nullptr;
    checked(sd_bus_message_read_basic(reply, 'o', &path));
    char* id = nullptr;
    if (checked(sd_bus_path_decode(path, "/org/freedesktop/login1/session", &id)) == 0) {
        throw BadLogindReply("not the path of a session");
    }
    const std::unique_ptr<char, decltype(&std::free)> owner(id, &std::free);
    return id;
}

UserManagerUnit read_user_manager(sd_bus_message* reply) {
    UserManagerUnit unit;
    read_properties(reply, unit_properties, unit);
    return unit;
}

LogindFailed to_failure(const BusCallFailed& failed) {
    using Kind = LogindFailed::Kind;
    const auto kind = among(denials, failed.name)    ? Kind::denied
                      : among(absences, failed.name) ? Kind::gone
                      : among(silences, failed.name) ? Kind::silent
                                                     : Kind::refused;
    return {kind, failed.name + ": " + failed.message};
}

}  // namespace ramd
