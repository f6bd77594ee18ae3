// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/endpoint.h"

#include "ramd/bus/login_interface.h"
#include "ramd/bus/manager_interface.h"
#include "ramd/bus/message.h"
#include "shared/wire.h"

namespace ramd {

namespace wire = ramauth::wire;

std::shared_ptr<Endpoint> Endpoint::serve(const boost::asio::any_io_executor& loop, UseCases& use,
                                          ramauth::BusHandle bus, std::optional<Caller> peer,
                                          std::function<void()> closed) {
    std::shared_ptr<Endpoint> endpoint(new Endpoint(loop, use, peer));
    endpoint->add_interfaces(bus.get());
    if (!peer) endpoint->watch_senders(bus.get());
    auto when_closed = [weak = std::weak_ptr(endpoint), tell = std::move(closed)] {
        if (const auto alive = weak.lock()) alive->close();
        tell();
    };
    endpoint->pump_ = std::make_unique<BusPump>(loop, std::move(bus), std::move(when_closed));
    return endpoint;
}

// The slots float: they go with the connection, which goes with the pump.
void Endpoint::add_interfaces(sd_bus* bus) {
    check(sd_bus_add_object_vtable(bus, nullptr, wire::object_path, wire::login_interface,
                                   login_vtable(), this),
          "cannot serve the Login interface");
    check(sd_bus_add_object_vtable(bus, nullptr, wire::object_path, wire::manager_interface,
                                   manager_vtable(), this),
          "cannot serve the Manager interface");
}

// A peer on the private socket is gone when its connection is; on the bus only the bus says so.
void Endpoint::watch_senders(sd_bus* bus) {
    constexpr const char* gone =
        "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
        "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg2=''";
    const auto name_gone = [](sd_bus_message* signal, void* self, sd_bus_error*) {
        const char* name = nullptr;
        if (sd_bus_message_read_basic(signal, 's', &name) > 0)
            static_cast<Endpoint*>(self)->requests_.sender_gone(name);
        return 0;
    };
    check(sd_bus_add_match_async(bus, nullptr, gone, name_gone, nullptr, this),
          "cannot watch who leaves the bus");
}

bool Endpoint::ready() const {
    return pump_ && sd_bus_is_ready(pump_->bus()) > 0;
}

void Endpoint::wake() {
    if (pump_) pump_->wake();
}

void Endpoint::close() {
    requests_.all_gone();
    pump_.reset();
}

}  // namespace ramd
