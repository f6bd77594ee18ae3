// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier_client.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "ramd/courier/request.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using ramauth::Deadline;
using ramauth::Secret;

// A connection that is cut at a point in time; whatever waits on it then ends with an error.
struct Connection {
    explicit Connection(const asio::any_io_executor& loop) : socket(loop), timer(loop) {}

    static std::shared_ptr<Connection> until(const asio::any_io_executor& loop, Deadline by) {
        auto connection = std::make_shared<Connection>(loop);
        connection->timer.expires_at(by.at());
        connection->timer.async_wait(
            [weak = std::weak_ptr(connection)](const boost::system::error_code& error) {
                const auto self = weak.lock();
                if (error || !self) return;
                self->late = true;
                boost::system::error_code ignored;
                self->socket.close(ignored);
            });
        return connection;
    }

    stream_protocol::socket socket;
    asio::steady_timer timer;
    bool late = false;
};

courier::Request request_of(CourierMessage message) {
    const courier::Way way =
        message.way == CourierWay::email ? courier::Way::email : courier::Way::sms;
    std::string subject = way == courier::Way::email ? std::move(message.subject) : std::string();
    return {way, std::move(message.to), std::move(subject), std::move(message.text)};
}

// The line, without its end.
asio::awaitable<std::string> exchange(Connection& connection, const std::string& path,
                                      const Secret& request) {
    stream_protocol::socket& socket = connection.socket;
    co_await socket.async_connect(stream_protocol::endpoint(path), asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(request.view()), asio::use_awaitable);
    socket.shutdown(stream_protocol::socket::shutdown_send);
    std::string answer;
    const std::size_t size = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(answer, courier::longest_answer), '\n', asio::use_awaitable);
    answer.resize(size - 1);
    co_return answer;
}

// Nothing where it was taken; else why not.
asio::awaitable<std::optional<std::string>> refusal_of(const std::string& path,
                                                       CourierMessage message, Deadline by) {
    const auto connection = Connection::until(co_await asio::this_coro::executor, by);
    try {
        const Secret request = courier::encode_request(request_of(std::move(message)));
        const std::string answer = co_await exchange(*connection, path, request);
        if (answer == courier::answer_taken) co_return std::nullopt;
        if (answer.starts_with(courier::answer_not_taken))
            co_return answer.substr(courier::answer_not_taken.size());
        co_return std::string("the answer of ramd-courier is not understood");
    } catch (const courier::BadRequest& fault) {
        co_return std::string(fault.what());
    } catch (const std::exception& fault) {
        co_return connection->late ? std::string("ramd-courier did not answer in time")
                                   : std::string("ramd-courier: ").append(fault.what());
    }
}

}  // namespace

CourierClient::CourierClient(EventLog& log, std::string socket_path)
    : log_(log), socket_path_(std::move(socket_path)) {}

asio::awaitable<bool> CourierClient::hand_over(CourierMessage message, Deadline by) {
    const CourierWay way = message.way;
    const auto refusal = co_await refusal_of(socket_path_, std::move(message), by);
    if (refusal) complain(way, *refusal);
    co_return !refusal;
}

void CourierClient::complain(CourierWay way, const std::string& why) {
    Event event;
    event.kind = EventKind::message_not_sent;
    event.detail = (way == CourierWay::email ? "email: " : "sms: ") + why;
    log_.record(event);
}

}  // namespace ramd
