// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/bus_service.h"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "ramd/bus/endpoint.h"
#include "ramd/bus/message.h"
#include "shared/wire.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
namespace wire = ramauth::wire;

constexpr std::chrono::milliseconds shortest_pause{100};
constexpr std::chrono::milliseconds longest_pause{5000};
// A bus that is hung takes connections and never says Hello.
constexpr std::chrono::seconds ready_within{30};

ramauth::BusHandle connect(const std::string& address) {
    sd_bus* raw = nullptr;
    check(sd_bus_new(&raw), "sd_bus_new");
    ramauth::BusHandle bus(raw);
    check(sd_bus_set_address(raw, address.c_str()), "sd_bus_set_address");
    check(sd_bus_set_bus_client(raw, 1), "sd_bus_set_bus_client");
    check(sd_bus_negotiate_fds(raw, 1), "sd_bus_negotiate_fds");
    check(sd_bus_start(raw), "sd_bus_start");
    return bus;
}

}  // namespace

struct BusService::State : std::enable_shared_from_this<State> {
    State(asio::any_io_executor on, std::string where)
        : loop(std::move(on)), address(std::move(where)), timer(std::in_place, loop) {}

    void connect_now();
    void request_name(sd_bus* bus);
    void name_answered(sd_bus_message* reply);
    void lost(const char* why);
    void retry();
    void after(std::chrono::milliseconds time, void (State::*then)());
    void give_up_unless_ready();
    void log(const std::string& detail);
    template <class Append>
    void emit(const char* member, Append append);

    asio::any_io_executor loop;
    std::string address;
    std::optional<asio::steady_timer> timer;  // until stopped
    UseCases* use = nullptr;
    std::shared_ptr<Endpoint> endpoint;
    std::chrono::milliseconds pause = shortest_pause;
    bool named = false;
    bool complained = false;
};

void BusService::State::connect_now() {
    try {
        ramauth::BusHandle bus = connect(address);
        sd_bus* raw = bus.get();
        endpoint = Endpoint::serve(loop, *use, std::move(bus), std::nullopt,
                                   [this] { lost("the connection to the bus ended"); });
        request_name(raw);
        after(ready_within, &State::give_up_unless_ready);
    } catch (const std::exception& fault) {
        lost(fault.what());
    }
}

// Neither queued nor replaceable: whoever has the name instead of us is reported, and asked again.
void BusService::State::request_name(sd_bus* bus) {
    const auto answered = [](sd_bus_message* reply, void* self, sd_bus_error*) {
        static_cast<State*>(self)->name_answered(reply);
        return 1;
    };
    check(sd_bus_request_name_async(bus, nullptr, wire::bus_name, 0, answered, this),
          "cannot ask for the name");
}

void BusService::State::name_answered(sd_bus_message* reply) {
    std::uint32_t answer = 0;
    constexpr std::uint32_t primary_owner = 1;
    if (sd_bus_message_is_method_error(reply, nullptr) > 0)
        return lost(sd_bus_message_get_error(reply)->name);
    if (sd_bus_message_read(reply, "u", &answer) < 0 || answer != primary_owner)
        return lost("another program owns the name org.ramauth1");
    named = true;
    complained = false;
    pause = shortest_pause;
    timer->cancel();
}

void BusService::State::give_up_unless_ready() {
    if (!named) lost("the bus does not answer");
}

void BusService::State::lost(const char* why) {
    if (!complained || named) log(why);
    complained = true;
    named = false;
    if (endpoint) endpoint->close();
    endpoint.reset();
    retry();
}

void BusService::State::retry() {
    after(pause, &State::connect_now);
    pause = std::min(pause * 2, longest_pause);
}

void BusService::State::after(std::chrono::milliseconds time, void (State::*then)()) {
    if (!timer) return;
    timer->expires_after(time);
    timer->async_wait([self = shared_from_this(), then](const boost::system::error_code& error) {
        if (!error && self->use != nullptr) (self.get()->*then)();
    });
}

void BusService::State::log(const std::string& detail) {
    Event event;
    event.detail = "system bus: " + detail + "; logons over the private socket go on";
    use->services.log.record(event);
}

template <class Append>
void BusService::State::emit(const char* member, Append append) {
    if (!named || !endpoint || endpoint->pump() == nullptr) return;
    try {
        sd_bus_message* raw = nullptr;
        check(sd_bus_message_new_signal(endpoint->pump()->bus(), &raw, wire::object_path,
                                        wire::manager_interface, member),
              "cannot make a signal");
        const ramauth::MessageHandle signal(raw);
        append(raw);
        check(sd_bus_message_send(raw), "cannot send a signal");
        endpoint->wake();
    } catch (const std::exception& fault) {
        // The change has been committed: that nobody hears of it does not undo it.
        log(fault.what());
    }
}

BusService::BusService(asio::any_io_executor loop, std::string address)
    : state_(std::make_shared<State>(std::move(loop), std::move(address))) {}

BusService::~BusService() {
    state_->use = nullptr;
    state_->timer.reset();
    if (state_->endpoint) state_->endpoint->close();
    state_->endpoint.reset();
}

void BusService::start(UseCases& use) {
    state_->use = &use;
    state_->connect_now();
}

BusPump* BusService::pump() const noexcept {
    return state_->endpoint ? state_->endpoint->pump() : nullptr;
}

void BusService::profile_changed(const UserName& user, const std::vector<std::string>& fields) {
    state_->emit("LoginProfileChanged", [&](sd_bus_message* signal) {
        check(sd_bus_message_append(signal, "s", user.str().c_str()), "cannot write a name");
        append_texts(signal, fields);
    });
}

void BusService::policy_changed(const std::vector<std::string>& fields) {
    state_->emit("PolicyChanged", [&](sd_bus_message* signal) { append_texts(signal, fields); });
}

void BusService::login_locked(const UserName& user, Timestamp until) {
    state_->emit("LoginLocked", [&](sd_bus_message* signal) {
        check(sd_bus_message_append(signal, "st", user.str().c_str(), end_on_wire(until)),
              "cannot write a signal");
    });
}

void BusService::sessions_revoked(const UserName& user, unsigned count, const std::string& reason) {
    state_->emit("SessionsRevoked", [&](sd_bus_message* signal) {
        check(sd_bus_message_append(signal, "sus", user.str().c_str(), count, reason.c_str()),
              "cannot write a signal");
    });
}

}  // namespace ramd
