// SPDX-License-Identifier: LGPL-2.1-or-later
// The private socket: peer to peer, so that nobody can make it deaf. Every peer must be uid 0; what
// does not get through authentication in time is dropped, and so is what comes on top of the bound.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>

#include "ramd/bus/use_cases.h"
#include "shared/fd.h"

namespace ramd {

// A listening socket of our own at `path`, mode 0600. Throws std::system_error.
[[nodiscard]] ramauth::UniqueFd listen_at(const std::string& path);

class PrivateSocket {
public:
    static constexpr std::size_t most_connections = 512;

    // `listener`: a listening Unix socket, of systemd's or of listen_at.
    PrivateSocket(boost::asio::any_io_executor loop, UseCases& use, ramauth::UniqueFd listener);
    PrivateSocket(const PrivateSocket&) = delete;
    PrivateSocket& operator=(const PrivateSocket&) = delete;
    ~PrivateSocket();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ramd
