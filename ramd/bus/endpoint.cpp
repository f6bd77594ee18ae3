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

bool Endpoint::ready() const {
    return pump_ && sd_bus_is_ready(pump_->bus()) > 0;
}

bool Endpoint::admit(const Abandoned& request) {
    if (running_.size() >= (peer_ ? most_requests_of_peer : most_requests_of_bus)) return false;
    running_.insert(request);
    return true;
}

bool Endpoint::admit_uid(Uid uid) {
    std::size_t& count = running_of_uid_[uid];
    if (uid.value != 0 && count >= most_requests_of_uid) return false;
    ++count;
    return true;
}

void Endpoint::uid_done(Uid uid) {
    const auto place = running_of_uid_.find(uid);
    if (--place->second == 0) running_of_uid_.erase(place);
}

void Endpoint::wake() {
    if (pump_) pump_->wake();
}

void Endpoint::close() {
    for (const auto& abandoned : running_) abandoned->store(true);
    pump_.reset();
}

}  // namespace ramd
