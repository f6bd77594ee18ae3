// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/barrier.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <cerrno>
#include <chrono>
#include <exception>
#include <utility>

#include "ramd/bus/caller.h"
#include "ramd/bus/request_id.h"

namespace ramd {
namespace {

namespace asio = boost::asio;

void log_fault(Invocation& in, const Caller& caller, const std::string& id, const char* what) {
    Request named{id, caller, {}, ramauth::Deadline::after({})};
    Event event;
    event.kind = EventKind::service_fault;
    event.code = ramauth::Code::service_failure;
    event.detail = std::string(sd_bus_message_get_member(in.args())).append(": ").append(what);
    event.request = &named;
    in.use().services.log.record(event);
}

ramauth::Refusal too_many() {
    return {ramauth::Code::limit_exceeded, "Too many requests wait; try again", {}};
}

// The place of one request among those of its user.
class Turn {
public:
    Turn(Endpoint& endpoint, Uid uid)
        : endpoint_(endpoint), uid_(uid), has_room_(endpoint.admit_uid(uid)) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
        if (has_room_) endpoint_.uid_done(uid_);
    }
    [[nodiscard]] bool has_room() const noexcept { return has_room_; }

private:
    Endpoint& endpoint_;
    const Uid uid_;
    const bool has_room_;
};

asio::awaitable<void> identify_and_handle(Invocation& in, Handler handler, Caller& known) {
    const std::optional<Caller> caller = co_await identify(*in.endpoint, in.args());
    if (!caller) {
        in.reply.refuse({ramauth::Code::no_permission, "The caller cannot be identified", {}});
        co_return;
    }
    in.request.caller = known = *caller;
    const Turn turn(*in.endpoint, caller->uid);
    if (!turn.has_room()) co_return in.reply.refuse(too_many());
    co_await handler(in);
}

asio::awaitable<void> run(Invocation& in, Handler handler) {
    // The handler gives the request away: what a fault is logged with is kept here.
    const std::string id = in.request.id;
    Caller caller = in.request.caller;
    try {
        co_await identify_and_handle(in, handler, caller);
    } catch (const std::exception& fault) {
        log_fault(in, caller, id, fault.what());
        in.reply.refuse(service_failure());
    }
}

asio::awaitable<void> serve(std::shared_ptr<Endpoint> endpoint, ramauth::MessageHandle message,
                            Handler handler) {
    Request request{make_request_id(), {}, {}, ramauth::Deadline::after(longest_request)};
    const std::string id = request.id;
    const Endpoint::Abandoned abandoned = request.abandoned;
    sd_bus_message* const raw = message.get();
    Invocation in{endpoint, std::move(message), std::move(request), ReplyOwner(endpoint, raw, id)};
    if (!endpoint->admit(abandoned)) {
        in.reply.refuse(too_many());
        co_return;
    }
    co_await run(in, handler);
    endpoint->done(abandoned);
}

}  // namespace

int dispatch(sd_bus_message* message, Endpoint& endpoint, Handler handler) noexcept {
    try {
        ramauth::MessageHandle held(sd_bus_message_ref(message));
        asio::co_spawn(endpoint.loop(),
                       serve(endpoint.shared_from_this(), std::move(held), handler),
                       asio::detached);
        return 1;
    } catch (const std::exception&) {
        return -ENOMEM;
    }
}

}  // namespace ramd
