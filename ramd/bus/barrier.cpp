// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/barrier.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <cerrno>
#include <chrono>
#include <exception>
#include <utility>

#include "ramd/bus/caller.h"
#include "ramd/bus/message.h"
#include "ramd/bus/request_id.h"

namespace ramd {
namespace {

namespace asio = boost::asio;

// Who asked, for the journal: a handler gives the request itself away.
struct Asker {
    Caller caller;
    std::string id;
};

void record(Invocation& in, const Asker& asker, EventKind kind, ramauth::Code code,
            const char* what) {
    const Request named{asker.id, asker.caller, {}, ramauth::Deadline::after({})};
    Event event;
    event.kind = kind;
    event.code = code;
    event.detail = std::string(sd_bus_message_get_member(in.args())).append(": ").append(what);
    event.request = &named;
    in.use().services.log.record(event);
}

ramauth::Refusal unreadable() {
    return {ramauth::Code::parameter_format, "The message cannot be read", "Message"};
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

asio::awaitable<void> identify_and_handle(Invocation& in, Handler handler, Asker& asker) {
    const std::optional<Caller> caller = co_await identify(*in.endpoint, in.args());
    if (!caller) {
        in.reply.refuse({ramauth::Code::no_permission, "The caller cannot be identified", {}});
        co_return;
    }
    in.request.caller = asker.caller = *caller;
    const Turn turn(*in.endpoint, caller->uid);
    if (!turn.has_room()) co_return in.reply.refuse(too_many());
    co_await handler(in);
}

asio::awaitable<void> run(Invocation& in, Handler handler) {
    Asker asker{{}, in.request.id};
    try {
        co_await identify_and_handle(in, handler, asker);
    } catch (const UnreadableMessage& message) {
        const ramauth::Refusal refusal = unreadable();
        record(in, asker, EventKind::manager_refused, refusal.code, message.what());
        in.reply.refuse(refusal);
    } catch (const std::exception& fault) {
        record(in, asker, EventKind::service_fault, ramauth::Code::service_failure, fault.what());
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
