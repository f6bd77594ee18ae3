// SPDX-License-Identifier: LGPL-2.1-or-later
// One connection on which both interfaces are served: a peer on the private socket, or the system
// bus. Requests that came over it hold it; when it ends, or their sender leaves the bus, they learn
// that nobody waits for them any more.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <optional>

#include "ramd/bus/request_book.h"
#include "ramd/bus/use_cases.h"
#include "ramd/loop/bus_pump.h"
#include "shared/bus_handles.h"

namespace ramd {

class Endpoint : public std::enable_shared_from_this<Endpoint> {
public:
    // `peer` is set on the private socket. `closed` is called from the loop when the connection
    // has ended by itself. Throws std::system_error.
    [[nodiscard]] static std::shared_ptr<Endpoint> serve(const boost::asio::any_io_executor& loop,
                                                         UseCases& use, ramauth::BusHandle bus,
                                                         std::optional<Caller> peer,
                                                         std::function<void()> closed);

    // Null once the connection has ended: look again after every wait.
    [[nodiscard]] BusPump* pump() const noexcept { return pump_.get(); }
    [[nodiscard]] bool ready() const;
    [[nodiscard]] const std::optional<Caller>& peer() const noexcept { return peer_; }
    [[nodiscard]] UseCases& use() const noexcept { return use_; }
    [[nodiscard]] const boost::asio::any_io_executor& loop() const noexcept { return loop_; }

    [[nodiscard]] RequestBook& requests() noexcept { return requests_; }
    void wake();
    // Ends the connection.
    void close();

private:
    Endpoint(boost::asio::any_io_executor loop, UseCases& use, std::optional<Caller> peer)
        : loop_(std::move(loop)), use_(use), peer_(peer) {}
    void add_interfaces(sd_bus* bus);
    void watch_senders(sd_bus* bus);

    boost::asio::any_io_executor loop_;
    UseCases& use_;
    std::optional<Caller> peer_;
    RequestBook requests_;
    std::unique_ptr<BusPump> pump_;
};

}  // namespace ramd
