// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/barrier.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <cerrno>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
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

// Nobody's: the throttle counts them together.
constexpr Uid unidentified{UINT32_MAX};

void refuse_too_many(Invocation& in, const Asker& asker) {
    const ramauth::Refusal refusal{
        ramauth::Code::limit_exceeded, "Too many requests wait; try again", {}};
    record(in, asker, EventKind::manager_refused, refusal.code, "too many requests wait");
    in.reply.refuse(refusal);
}

// The place of one request among those of its connection and its sender.
class Place {
public:
    Place(Endpoint& endpoint, std::string sender, RequestBook::Abandoned abandoned)
        : endpoint_(endpoint.shared_from_this()),
          sender_(std::move(sender)),
          abandoned_(std::move(abandoned)),
          has_room_(endpoint.requests().admit(sender_, abandoned_)) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
        if (has_room_) endpoint_->requests().done(sender_, abandoned_);
    }
    [[nodiscard]] bool has_room() const noexcept { return has_room_; }
    [[nodiscard]] const std::shared_ptr<Endpoint>& endpoint() const noexcept { return endpoint_; }

private:
    const std::shared_ptr<Endpoint> endpoint_;
    const std::string sender_;
    const RequestBook::Abandoned abandoned_;
    const bool has_room_;
};

// The same among those of its user.
class Turn {
public:
    Turn(Endpoint& endpoint, Uid uid)
        : requests_(endpoint.requests()), uid_(uid), has_room_(requests_.admit_uid(uid)) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
        if (has_room_) requests_.uid_done(uid_);
    }
    [[nodiscard]] bool has_room() const noexcept { return has_room_; }

private:
    RequestBook& requests_;
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
    if (!turn.has_room()) co_return refuse_too_many(in, asker);
    co_await handler(in);
}

asio::awaitable<void> run(Invocation& in, Handler handler, Asker asker) {
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

asio::awaitable<void> serve(std::unique_ptr<Place> place, ramauth::MessageHandle message,
                            Request request, Handler handler) {
    sd_bus_message* const raw = message.get();
    const Asker asker{{unidentified}, request.id};
    Invocation in{place->endpoint(), std::move(message), std::move(request),
                  ReplyOwner(place->endpoint(), raw, asker.id)};
    co_await run(in, handler, asker);
}

void refuse(Endpoint& endpoint, ramauth::MessageHandle message, const std::string& sender,
            Request request) {
    sd_bus_message* const raw = message.get();
    const Asker asker{endpoint.peer().value_or(
                          endpoint.requests().caller_of(sender).value_or(Caller{unidentified})),
                      request.id};
    Invocation in{endpoint.shared_from_this(), std::move(message), std::move(request),
                  ReplyOwner(endpoint.shared_from_this(), raw, asker.id)};
    refuse_too_many(in, asker);
}

}  // namespace

// The place is taken at once: the bus may say in its next message that the sender has gone.
int dispatch(sd_bus_message* message, Endpoint& endpoint, Handler handler) noexcept {
    try {
        ramauth::MessageHandle held(sd_bus_message_ref(message));
        const char* name = sd_bus_message_get_sender(message);
        const std::string sender = name == nullptr ? "" : name;
        Request request{make_request_id(), {}, {}, ramauth::Deadline::after(longest_request)};
        auto place = std::make_unique<Place>(endpoint, sender, request.abandoned);
        if (place->has_room()) {
            asio::co_spawn(endpoint.loop(),
                           serve(std::move(place), std::move(held), std::move(request), handler),
                           asio::detached);
        } else {
            refuse(endpoint, std::move(held), sender, std::move(request));
        }
        return 1;
    } catch (const std::exception&) {
        return -ENOMEM;
    }
}

}  // namespace ramd
