// SPDX-License-Identifier: LGPL-2.1-or-later
// One connection on which both interfaces are served: a peer on the private socket, or the system
// bus. Requests that came over it hold it; when the connection ends they learn that nobody waits
// for them any more.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "ramd/bus/use_cases.h"
#include "ramd/loop/bus_pump.h"
#include "shared/bus_handles.h"

namespace ramd {

class Endpoint : public std::enable_shared_from_this<Endpoint> {
public:
    using Abandoned = std::shared_ptr<std::atomic<bool>>;

    // A peer that the kernel vouched for, with its requests under way at most.
    static constexpr std::size_t most_requests_of_peer = 16;
    static constexpr std::size_t most_requests_of_bus = 256;
    // Of one user on the bus: nobody fills it alone. uid 0 is not bounded by it.
    static constexpr std::size_t most_requests_of_uid = 16;

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

    // False when too many requests are under way.
    [[nodiscard]] bool admit(const Abandoned& request);
    void done(const Abandoned& request) { running_.erase(request); }
    // The same for a user, once it is known who asks; each true is paired with one uid_done().
    [[nodiscard]] bool admit_uid(Uid uid);
    void uid_done(Uid uid);
    void wake();
    // Ends the connection.
    void close();

private:
    Endpoint(boost::asio::any_io_executor loop, UseCases& use, std::optional<Caller> peer)
        : loop_(std::move(loop)), use_(use), peer_(peer) {}
    void add_interfaces(sd_bus* bus);

    boost::asio::any_io_executor loop_;
    UseCases& use_;
    std::optional<Caller> peer_;
    std::set<Abandoned> running_;
    std::map<Uid, std::size_t> running_of_uid_;
    std::unique_ptr<BusPump> pump_;
};

}  // namespace ramd
