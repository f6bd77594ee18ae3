// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/caller.h"

#include <sys/socket.h>

#include <chrono>
#include <string>
#include <utility>
#include <variant>

#include "ramd/bus/message.h"
#include "ramd/loop/bus_call.h"

namespace ramd {
namespace {

namespace asio = boost::asio;

constexpr const char* dbus = "org.freedesktop.DBus";
constexpr std::chrono::seconds bus_answers_within{5};

ramauth::MessageHandle credentials_request(sd_bus* bus, const char* sender) {
    sd_bus_message* raw = nullptr;
    check(sd_bus_message_new_method_call(bus, &raw, dbus, "/org/freedesktop/DBus", dbus,
                                         "GetConnectionCredentials"),
          "cannot ask the bus");
    ramauth::MessageHandle request(raw);
    check(sd_bus_message_append(raw, "s", sender), "cannot ask the bus");
    return request;
}

std::optional<Caller> read_credentials(sd_bus_message* reply) {
    std::optional<std::uint32_t> uid;
    std::optional<std::uint32_t> pid;
    DictionaryReader credentials(reply);
    while (credentials.next()) {
        if (credentials.key() == "UnixUserID") {
            uid = credentials.number();
        } else if (credentials.key() == "ProcessID") {
            pid = credentials.number();
        } else {
            credentials.skip();
        }
    }
    if (!uid || !ramauth::valid_uid(*uid)) return std::nullopt;
    return Caller{{*uid}, static_cast<pid_t>(pid.value_or(0))};
}

}  // namespace

asio::awaitable<std::optional<Caller>> identify(Endpoint& endpoint, sd_bus_message* call_message) {
    if (endpoint.peer()) co_return endpoint.peer();
    const char* sender = sd_bus_message_get_sender(call_message);
    BusPump* pump = endpoint.pump();
    if (sender == nullptr || pump == nullptr) co_return std::nullopt;
    if (const auto known = endpoint.requests().caller_of(sender)) co_return known;
    ramauth::MessageHandle request = credentials_request(pump->bus(), sender);
    BusReply reply = co_await call(*pump, std::move(request), bus_answers_within);
    auto* answer = std::get_if<ramauth::MessageHandle>(&reply);
    if (answer == nullptr) co_return std::nullopt;
    const auto caller = read_credentials(answer->get());
    if (caller) endpoint.requests().identified(sender, *caller);
    co_return caller;
}

std::optional<Caller> peer_of_socket(int fd) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
    if (!ramauth::valid_uid(peer.uid)) return std::nullopt;
    return Caller{{peer.uid}, peer.pid};
}

}  // namespace ramd
