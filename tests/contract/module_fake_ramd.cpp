// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/contract/module_fake_ramd.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "shared/bus_handles.h"
#include "shared/fd.h"
#include "shared/secret_fd.h"
#include "tests/contract/module_factor_replies.h"

namespace ramauth::test {
namespace {

UniqueFd listen_at(const std::string& path) {
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) throw std::length_error(path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    ::unlink(path.c_str());
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(fd.get(), 16) != 0)
        throw std::runtime_error("cannot listen at " + path);
    return fd;
}

int agree(sd_bus_message* call) {
    const std::string_view member = sd_bus_message_get_member(call);
    if (member == "Authenticate") {
        const UniqueFd ticket =
            secret_to_fd(Secret::copy_of(std::string_view(std::string(32, 'T'))));
        return sd_bus_reply_method_return(call, "hasa{sv}", ticket.get(), 0, 0);
    }
    if (member == "CheckAccount" || member == "OpenSession")
        return sd_bus_reply_method_return(call, "sa{sv}", "ok", 1, "Epoch", "t", std::uint64_t{7});
    return sd_bus_reply_method_return(call, "a{sv}", 1, "Epoch", "t", std::uint64_t{8});
}

int answer(sd_bus_message* call, Behaviour behaviour, const std::string& detail) {
    if (behaviour == Behaviour::wants_code || behaviour == Behaviour::wants_device) {
        const auto sent = answer_factor_call(call, behaviour == Behaviour::wants_device);
        return sent ? *sent : agree(call);
    }
    if (behaviour == Behaviour::agrees) return agree(call);
    if (behaviour == Behaviour::refuses)
        return sd_bus_reply_method_errorf(call, detail.c_str(), "Because (request %032x)", 7);
    if (behaviour == Behaviour::speaks_strange) return sd_bus_reply_method_return(call, "s", "ok");
    return -ECONNRESET;
}

void serve(UniqueFd connection, Behaviour behaviour, const std::string& detail) {
    sd_bus* raw = nullptr;
    if (sd_bus_new(&raw) < 0) return;
    const BusHandle bus(raw);
    const sd_id128_t id{};
    if (sd_bus_set_fd(raw, connection.get(), connection.get()) < 0) return;
    (void)connection.release();
    sd_bus_set_server(raw, 1, id);
    sd_bus_negotiate_fds(raw, 1);
    if (sd_bus_start(raw) < 0) return;
    for (;;) {
        sd_bus_message* message = nullptr;
        const int r = sd_bus_process(raw, &message);
        const MessageHandle call(message);
        if (r < 0) return;
        if (message != nullptr && sd_bus_message_is_method_call(message, nullptr, nullptr) > 0 &&
            answer(message, behaviour, detail) < 0)
            return;
        if (r == 0 && sd_bus_wait(raw, UINT64_MAX) < 0) return;
    }
}

[[noreturn]] void run(const UniqueFd& listener, Behaviour behaviour, const std::string& detail) {
    std::vector<UniqueFd> silent;
    for (;;) {
        if (behaviour == Behaviour::never_accepts) ::pause();
        UniqueFd connection(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (behaviour == Behaviour::never_answers)
            silent.push_back(std::move(connection));
        else
            serve(std::move(connection), behaviour, detail);
    }
}

}  // namespace

FakeRamd::FakeRamd(const std::string& socket, Behaviour behaviour, std::string detail) {
    const UniqueFd listener = listen_at(socket);
    child_ = ::fork();
    if (child_ < 0) throw std::runtime_error("cannot fork");
    if (child_ == 0) run(listener, behaviour, detail);
}

FakeRamd::~FakeRamd() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
}

}  // namespace ramauth::test
