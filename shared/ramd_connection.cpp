// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/ramd_connection.h"

#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/fd.h"
#include "shared/wire.h"

namespace ramauth {
namespace {

constexpr const char* dbus = "org.freedesktop.DBus";
constexpr const char* dbus_path = "/org/freedesktop/DBus";

std::string errno_text(const char* what, int error) {
    return std::string(what).append(": ").append(::strerrordesc_np(error));
}

Unanswered failed(const char* what, int negative_errno) {
    return {errno_text(what, -negative_errno)};
}

// A connected socket, or a negative errno; -ENOENT and -ECONNREFUSED mean that nobody listens.
int connect_socket(const std::string& path, const Deadline& deadline, UniqueFd& out) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return -ENAMETOOLONG;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    UniqueFd opened(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!opened) return -errno;
    UniqueFd fd(::fcntl(opened.get(), F_DUPFD_CLOEXEC, 3));
    if (!fd) return -errno;
    while (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        // EAGAIN: the listener's queue is full for the moment (connect(2)).
        if (errno != EAGAIN && errno != EINTR) return -errno;
        if (deadline.passed()) return -ETIMEDOUT;
        ::poll(nullptr, 0, 10);
    }
    out = std::move(fd);
    return 0;
}

bool peer_is(int fd, unsigned uid) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == uid;
}

// The uid of a local account. ramd's own account is a system account in /etc/passwd, so this does
// not go over the network where `passwd: files …` is the order, as everywhere.
std::optional<unsigned> uid_of(const std::string& account) {
    std::vector<char> buffer(4096);
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r(account.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0)
        return std::nullopt;
    return found == nullptr ? std::nullopt : std::optional(found->pw_uid);
}

int poll_timeout_ms(sd_bus* bus, const Deadline& deadline) {
    using std::chrono::microseconds;
    auto left = std::chrono::duration_cast<microseconds>(deadline.left());
    std::uint64_t at = UINT64_MAX;
    if (sd_bus_get_timeout(bus, &at) >= 0 && at != UINT64_MAX) {
        const auto now =
            std::chrono::duration_cast<microseconds>(Deadline::Clock::now().time_since_epoch());
        const auto until = microseconds(static_cast<std::int64_t>(at)) - now;
        left = std::min(left, std::max(microseconds::zero(), until));
    }
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
}

// One step of the connection: 0 once something may have happened, -ETIMEDOUT past the deadline.
int pump(sd_bus* bus, const Deadline& deadline) {
    const int processed = sd_bus_process(bus, nullptr);
    if (processed != 0) return processed < 0 ? processed : 0;
    if (deadline.passed()) return -ETIMEDOUT;
    const int events = sd_bus_get_events(bus);
    if (events < 0) return events;
    pollfd waited{sd_bus_get_fd(bus), static_cast<short>(events), 0};
    if (::poll(&waited, 1, poll_timeout_ms(bus, deadline)) < 0 && errno != EINTR) return -errno;
    return 0;
}

struct Waiting {
    MessageHandle reply;
    static int arrived(sd_bus_message* message, void* self, sd_bus_error*) {
        static_cast<Waiting*>(self)->reply.reset(sd_bus_message_ref(message));
        return 0;
    }
};

// Sends `request` and waits; the reply may be an error. `sent` says whether it was handed over.
int exchange(sd_bus* bus, sd_bus_message* request, const Deadline& deadline, MessageHandle& out,
             bool& sent) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(deadline.left());
    if (left.count() <= 0) return -ETIMEDOUT;
    Waiting waiting;
    sd_bus_slot* raw = nullptr;
    int r = sd_bus_call_async(bus, &raw, request, Waiting::arrived, &waiting,
                              static_cast<std::uint64_t>(left.count()));
    if (r < 0) return r;
    const SlotHandle slot(raw);
    sent = true;
    while (!waiting.reply) {
        r = pump(bus, deadline);
        if (r < 0) return r;
    }
    out = std::move(waiting.reply);
    return 0;
}

// Starts and waits until messages can be sent. sd_bus_send(3) would itself wait for that where a
// message holds a descriptor, for up to 90 seconds.
int start(sd_bus* bus, const Deadline& deadline) {
    // Else sd-bus takes the timeout of its own greeting from $SYSTEMD_BUS_TIMEOUT.
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(deadline.left());
    if (left.count() <= 0) return -ETIMEDOUT;
    int r = sd_bus_set_method_call_timeout(bus, static_cast<std::uint64_t>(left.count()));
    if (r >= 0) r = sd_bus_negotiate_fds(bus, 1);
    if (r >= 0) r = sd_bus_start(bus);
    while (r >= 0 && (r = sd_bus_is_ready(bus)) == 0) r = pump(bus, deadline);
    return r;
}

// Asks the bus one thing about `name`; the answer is left in `out`.
int ask_bus(sd_bus* bus, const char* member, const char* name, const Deadline& deadline,
            MessageHandle& out) {
    sd_bus_message* raw = nullptr;
    int r = sd_bus_message_new_method_call(bus, &raw, dbus, dbus_path, dbus, member);
    const MessageHandle request(raw);
    if (r < 0) return r;
    r = std::strcmp(member, "StartServiceByName") == 0
            ? sd_bus_message_append(request.get(), "su", name, 0U)
            : sd_bus_message_append(request.get(), "s", name);
    if (r < 0) return r;
    bool sent = false;
    r = exchange(bus, request.get(), deadline, out, sent);
    if (r < 0) return r;
    return sd_bus_message_is_method_error(out.get(), nullptr) > 0 ? -ENXIO : 0;
}

// The unique name behind org.ramauth1, once its owner has proved to be the account it should be.
int find_owner(sd_bus* bus, const std::string& account, const Deadline& deadline,
               std::string& unique_name) {
    MessageHandle reply;
    int r = ask_bus(bus, "StartServiceByName", wire::bus_name, deadline, reply);
    if (r < 0) return r;
    r = ask_bus(bus, "GetNameOwner", wire::bus_name, deadline, reply);
    if (r < 0) return r;
    const char* name = nullptr;
    if ((r = sd_bus_message_read(reply.get(), "s", &name)) < 0) return r;
    unique_name = name;
    r = ask_bus(bus, "GetConnectionUnixUser", unique_name.c_str(), deadline, reply);
    if (r < 0) return r;
    unsigned uid = 0;
    if ((r = sd_bus_message_read(reply.get(), "u", &uid)) < 0) return r;
    const auto wanted = uid_of(account);
    return wanted && *wanted == uid ? 0 : -EPERM;
}

struct Connected {
    BusHandle bus;
    std::string destination;  // empty on the private socket
};

int connect_bus(const RamdAddress& address, const Deadline& deadline, Connected& out) {
    sd_bus* raw = nullptr;
    int r = sd_bus_new(&raw);
    if (r < 0) return r;
    out.bus.reset(raw);
    if ((r = sd_bus_set_address(raw, address.bus_address.c_str())) < 0) return r;
    if ((r = sd_bus_set_bus_client(raw, 1)) < 0) return r;
    if ((r = start(raw, deadline)) < 0) return r;
    return find_owner(raw, address.bus_owner, deadline, out.destination);
}

int connect_ramd(const RamdAddress& address, const Deadline& deadline, Connected& out) {
    if (!address.private_socket.empty()) {
        UniqueFd fd;
        int r = connect_socket(address.private_socket, deadline, fd);
        if (r == 0) {
            if (!peer_is(fd.get(), address.socket_owner)) return -EPERM;
            sd_bus* raw = nullptr;
            if ((r = sd_bus_new(&raw)) < 0) return r;
            out.bus.reset(raw);
            if ((r = sd_bus_set_fd(raw, fd.get(), fd.get())) < 0) return r;
            (void)fd.release();  // sd-bus closes it
            return start(raw, deadline);
        }
        if (r != -ENOENT && r != -ECONNREFUSED) return r;
    }
    return connect_bus(address, deadline, out);
}

Reply read_reply(MessageHandle reply) {
    const sd_bus_error* error = sd_bus_message_get_error(reply.get());
    if (error == nullptr) return reply;
    const auto code = std::string_view(error->name).starts_with(error_prefix)
                          ? parse_code(error->name)
                          : std::nullopt;
    if (!code) return Unanswered{std::string("the reply was ").append(error->name), true};
    return Refusal{code->code, error->message != nullptr ? error->message : "", code->field};
}

}  // namespace

RamdAddress RamdAddress::standard() {
    return {::geteuid() == 0 ? wire::private_socket : "", "unix:path=/run/dbus/system_bus_socket",
            0, wire::daemon_user};
}

Reply RamdConnection::call(const char* interface, const char* member, const AppendArguments& append,
                           const Deadline& deadline, bool interactive) const {
    Connected connected;
    int r = connect_ramd(address_, deadline, connected);
    if (r < 0) return failed("cannot connect to ramd", r);
    sd_bus_message* raw = nullptr;
    const char* destination =
        connected.destination.empty() ? nullptr : connected.destination.c_str();
    r = sd_bus_message_new_method_call(connected.bus.get(), &raw, destination, wire::object_path,
                                       interface, member);
    const MessageHandle request(raw);
    if (r >= 0 && interactive)
        r = sd_bus_message_set_allow_interactive_authorization(request.get(), 1);
    if (r >= 0) r = append(request.get());
    if (r < 0) return failed("cannot make the request", r);
    MessageHandle reply;
    bool sent = false;
    r = exchange(connected.bus.get(), request.get(), deadline, reply, sent);
    if (r < 0) {
        Unanswered unanswered = failed("no answer from ramd", r);
        unanswered.maybe_done = sent;
        return unanswered;
    }
    return read_reply(std::move(reply));
}

}  // namespace ramauth
