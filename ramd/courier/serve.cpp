// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/courier/serve.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <system_error>

namespace ramd::courier {
namespace {

using ramauth::Deadline;
using ramauth::Secret;

void wait_for_bytes(int socket, Deadline by) {
    pollfd seen{socket, POLLIN, 0};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(by.left());
    const int count = ::poll(&seen, 1, static_cast<int>(left.count()));
    if (count < 0 && errno != EINTR)
        throw std::system_error(errno, std::generic_category(), "poll");
    if (by.passed()) throw BadRequest("the request did not come in time");
}

// To its end: who asks shuts the socket down for writing.
Secret read_request(int socket, Deadline by) {
    Secret bytes(longest_request + 1);
    std::size_t size = 0;
    while (size <= longest_request) {
        const auto room = bytes.buffer().subspan(size);
        const ssize_t got = ::recv(socket, room.data(), room.size(), MSG_DONTWAIT);
        if (got == 0) break;
        if (got > 0)
            size += static_cast<std::size_t>(got);
        else if (errno == EAGAIN)
            wait_for_bytes(socket, by);
        else if (errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "recv");
    }
    bytes.resize(size);
    return bytes;
}

Delivered carry_out(int socket, const ServeOptions& options) {
    try {
        const Request request =
            parse_request(read_request(socket, Deadline::after(options.reading)).view());
        return deliver(request, read_settings(options.config), options.sendmail,
                       Deadline::after(options.running), socket);
    } catch (const std::exception& fault) {
        return {false, fault.what()};
    }
}

}  // namespace

Delivered serve(int socket, const ServeOptions& options) {
    Delivered delivered = carry_out(socket, options);
    std::string answer(delivered.taken ? answer_taken : answer_not_taken);
    if (!delivered.taken) answer += delivered.sentence;
    answer.resize(std::min(answer.size(), longest_answer - 1));
    answer += '\n';
    // Who went away is not told.
    (void)::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return delivered;
}

}  // namespace ramd::courier
