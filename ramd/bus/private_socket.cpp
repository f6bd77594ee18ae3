// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/private_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <exception>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "ramd/bus/caller.h"
#include "ramd/bus/endpoint.h"
#include "ramd/bus/message.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using ramauth::UniqueFd;

constexpr std::chrono::seconds authenticates_within{5};
// After accept(2) failed for want of descriptors or memory: no spinning.
constexpr std::chrono::milliseconds pause_after_failure{100};
constexpr int accepted_a_turn = 16;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

ramauth::BusHandle make_server(UniqueFd fd) {
    sd_bus* raw = nullptr;
    check(sd_bus_new(&raw), "sd_bus_new");
    ramauth::BusHandle bus(raw);
    sd_id128_t id{};
    check(sd_id128_randomize(&id), "sd_id128_randomize");
    check(sd_bus_set_fd(raw, fd.get(), fd.get()), "sd_bus_set_fd");
    (void)fd.release();  // sd-bus closes it
    check(sd_bus_set_server(raw, 1, id), "sd_bus_set_server");
    check(sd_bus_negotiate_fds(raw, 1), "sd_bus_negotiate_fds");
    check(sd_bus_start(raw), "sd_bus_start");
    return bus;
}

struct Connection {
    Connection(const asio::any_io_executor& loop, std::shared_ptr<Endpoint> on)
        : endpoint(std::move(on)), patience(loop) {}
    std::shared_ptr<Endpoint> endpoint;
    asio::steady_timer patience;  // until it has authenticated
};

}  // namespace

UniqueFd listen_at(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        throw std::system_error(ENAMETOOLONG, std::generic_category(), path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    struct stat left_over {};
    if (::lstat(path.c_str(), &left_over) == 0 && S_ISSOCK(left_over.st_mode))
        ::unlink(path.c_str());
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd) fail("socket");
    const mode_t before = ::umask(0177);
    const int bound = ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::umask(before);
    if (bound != 0) fail("bind");
    if (::listen(fd.get(), SOMAXCONN) != 0) fail("listen");
    return fd;
}

struct PrivateSocket::State : std::enable_shared_from_this<State> {
    State(asio::any_io_executor on, UseCases& of, UniqueFd listener)
        : loop(std::move(on)),
          use(of),
          socket(loop, listener.release()),
          pause(std::in_place, loop) {}

    // Handlers of timers name a connection by its number: it may be gone when they run.
    using Number = std::uint64_t;

    void wait();
    void accept_waiting();
    void rest();
    void take(UniqueFd fd);
    void admit(UniqueFd fd, const Caller& peer);
    void be_patient(Number number);
    void stop();

    asio::any_io_executor loop;
    UseCases& use;
    asio::posix::stream_descriptor socket;
    std::optional<asio::steady_timer> pause;  // until stopped
    std::map<Number, Connection> connections;
    Number next_number = 1;
};

void PrivateSocket::State::wait() {
    socket.async_wait(asio::posix::stream_descriptor::wait_read,
                      [self = shared_from_this()](const boost::system::error_code& error) {
                          if (!error) self->accept_waiting();
                      });
}

void PrivateSocket::State::accept_waiting() {
    for (int taken = 0; taken < accepted_a_turn; ++taken) {
        UniqueFd fd(
            ::accept4(socket.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (fd) {
            take(std::move(fd));
        } else if (errno == EAGAIN) {
            break;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            return rest();
        }
    }
    wait();
}

void PrivateSocket::State::rest() {
    if (!pause) return;
    pause->expires_after(pause_after_failure);
    pause->async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (!error) self->wait();
    });
}

void PrivateSocket::State::take(UniqueFd fd) {
    const auto peer = peer_of_socket(fd.get());
    if (!peer || !peer->is_root() || connections.size() >= most_connections) return;
    try {
        admit(std::move(fd), *peer);
    } catch (const std::exception& fault) {
        Event event;
        event.code = ramauth::Code::service_failure;
        event.detail = std::string("private socket: ").append(fault.what());
        use.services.log.record(event);
    }
}

void PrivateSocket::State::admit(UniqueFd fd, const Caller& peer) {
    ramauth::BusHandle bus = make_server(std::move(fd));
    const Number number = next_number++;
    auto endpoint = Endpoint::serve(loop, use, std::move(bus), peer,
                                    [this, number] { connections.erase(number); });
    connections.try_emplace(number, loop, std::move(endpoint));
    be_patient(number);
}

void PrivateSocket::State::be_patient(Number number) {
    asio::steady_timer& patience = connections.at(number).patience;
    patience.expires_after(authenticates_within);
    patience.async_wait(
        [self = shared_from_this(), number](const boost::system::error_code& error) {
            const auto place = self->connections.find(number);
            if (error || place == self->connections.end() || place->second.endpoint->ready())
                return;
            place->second.endpoint->close();
            self->connections.erase(place);
        });
}

void PrivateSocket::State::stop() {
    boost::system::error_code ignored;
    socket.close(ignored);
    pause.reset();
    for (auto& [number, connection] : connections) connection.endpoint->close();
    connections.clear();
}

PrivateSocket::PrivateSocket(asio::any_io_executor loop, UseCases& use, UniqueFd listener)
    : state_(std::make_shared<State>(std::move(loop), use, std::move(listener))) {
    const int flags = ::fcntl(state_->socket.native_handle(), F_GETFL);
    if (flags < 0 || ::fcntl(state_->socket.native_handle(), F_SETFL, flags | O_NONBLOCK) != 0)
        fail("fcntl(O_NONBLOCK)");
    state_->wait();
}

PrivateSocket::~PrivateSocket() {
    state_->stop();
}

}  // namespace ramd
