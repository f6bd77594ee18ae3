// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/loop/bus_pump.h"

#include <fcntl.h>
#include <poll.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <system_error>
#include <utility>

namespace ramd {
namespace {

namespace asio = boost::asio;
using Descriptor = asio::posix::stream_descriptor;

// Messages handled before others on the loop get their turn.
constexpr int messages_a_turn = 16;

// sd-bus closes its own descriptor when the peer goes; the loop waits on a copy, so that it never
// watches a number that has been given to somebody else.
int copy_of_fd(sd_bus* bus) {
    const int fd = sd_bus_get_fd(bus);
    if (fd < 0) throw std::system_error(-fd, std::generic_category(), "sd_bus_get_fd");
    const int copy = ::fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) throw std::system_error(errno, std::generic_category(), "fcntl");
    return copy;
}

}  // namespace

// Outlives the pump by as long as a wait or a turn of it is under way.
struct BusPump::State : std::enable_shared_from_this<State> {
    State(asio::any_io_executor on, ramauth::BusHandle taken, std::function<void()> when_closed)
        : loop(std::move(on)),
          bus(std::move(taken)),
          descriptor(loop, copy_of_fd(bus.get())),
          timer(std::in_place, loop),
          closed(std::move(when_closed)) {}

    void schedule();
    void turn();
    void wait();
    void wait_for(Descriptor::wait_type what, bool State::*waiting);
    void wait_for_time();
    void fail();
    void stop();

    asio::any_io_executor loop;
    ramauth::BusHandle bus;
    Descriptor descriptor;
    std::optional<asio::steady_timer> timer;  // until stopped
    std::function<void()> closed;
    bool scheduled = false;
    bool reading = false;
    bool writing = false;
    bool stopped = false;
};

void BusPump::State::schedule() {
    if (scheduled || stopped) return;
    scheduled = true;
    asio::post(loop, [self = shared_from_this()] {
        self->scheduled = false;
        self->turn();
    });
}

// A handler called in here may destroy the pump: `stopped` is looked at after each.
void BusPump::State::turn() {
    for (int done = 0; done < messages_a_turn; ++done) {
        if (stopped) return;
        const int processed = sd_bus_process(bus.get(), nullptr);
        if (stopped) return;
        if (processed < 0) return fail();
        if (processed == 0) return wait();
    }
    schedule();
}

void BusPump::State::wait() {
    const int events = sd_bus_get_events(bus.get());
    if (events < 0) return fail();
    if ((events & POLLIN) != 0) wait_for(Descriptor::wait_read, &State::reading);
    if ((events & POLLOUT) != 0) wait_for(Descriptor::wait_write, &State::writing);
    wait_for_time();
}

void BusPump::State::wait_for(Descriptor::wait_type what, bool State::*waiting) {
    if (this->*waiting) return;
    this->*waiting = true;
    descriptor.async_wait(
        what, [self = shared_from_this(), waiting](const boost::system::error_code& error) {
            (*self).*waiting = false;
            if (!error) self->schedule();
        });
}

void BusPump::State::wait_for_time() {
    std::uint64_t at = UINT64_MAX;
    if (sd_bus_get_timeout(bus.get(), &at) < 0 || at > static_cast<std::uint64_t>(INT64_MAX)) {
        timer->cancel();
        return;
    }
    // sd-bus counts on CLOCK_MONOTONIC, which is what steady_clock is here.
    using Clock = asio::steady_timer::clock_type;
    timer->expires_at(Clock::time_point(std::chrono::microseconds(static_cast<std::int64_t>(at))));
    timer->async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (!error) self->schedule();
    });
}

void BusPump::State::fail() {
    const auto tell = std::move(closed);
    stop();
    if (tell) tell();
}

void BusPump::State::stop() {
    stopped = true;
    closed = nullptr;
    timer.reset();
    boost::system::error_code ignored;
    descriptor.close(ignored);
    if (bus) sd_bus_close(bus.get());
}

BusPump::BusPump(asio::any_io_executor loop, ramauth::BusHandle bus, std::function<void()> closed)
    : state_(std::make_shared<State>(std::move(loop), std::move(bus), std::move(closed))) {
    state_->schedule();
}

BusPump::~BusPump() {
    state_->stop();
}

sd_bus* BusPump::bus() const noexcept {
    return state_->bus.get();
}

void BusPump::wake() {
    state_->schedule();
}

}  // namespace ramd
