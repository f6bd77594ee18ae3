// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/loop/bus_call.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <cstring>
#include <utility>

namespace ramd {
namespace {

namespace asio = boost::asio;

// Lives in the coroutine's frame, and so does the slot that points at it: when the frame goes,
// sd-bus forgets both.
struct Waiting {
    ramauth::MessageHandle reply;
    asio::steady_timer* timer = nullptr;

    static int arrived(sd_bus_message* message, void* self, sd_bus_error*) {
        auto* waiting = static_cast<Waiting*>(self);
        waiting->reply.reset(sd_bus_message_ref(message));
        waiting->timer->cancel();
        return 1;
    }
};

BusCallFailed not_sent(int error) {
    return {"org.freedesktop.DBus.Error.Disconnected", ::strerrordesc_np(error)};
}

BusReply read(Waiting& waiting) {
    if (!waiting.reply) return BusCallFailed{SD_BUS_ERROR_TIMEOUT, "no answer in time"};
    const sd_bus_error* error = sd_bus_message_get_error(waiting.reply.get());
    if (error == nullptr) return std::move(waiting.reply);
    return BusCallFailed{error->name, error->message != nullptr ? error->message : ""};
}

}  // namespace

asio::awaitable<BusReply> call(BusPump& pump, ramauth::MessageHandle request,
                               std::chrono::microseconds timeout) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(timeout);
    Waiting waiting;
    waiting.timer = &timer;
    sd_bus_slot* raw = nullptr;
    // The timer above counts, not sd-bus's own, which stands still while it connects.
    const int sent =
        sd_bus_call_async(pump.bus(), &raw, request.get(), Waiting::arrived, &waiting, UINT64_MAX);
    if (sent < 0) co_return not_sent(-sent);
    const ramauth::SlotHandle slot(raw);
    pump.wake();
    boost::system::error_code ended;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    co_return read(waiting);
}

}  // namespace ramd
