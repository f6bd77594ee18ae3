// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/logind_client.h"

#include <cerrno>
#include <csignal>
#include <utility>

#include "ramd/loop/bus_call.h"
#include "ramd/session/logind_messages.h"

namespace ramd {
namespace {

constexpr const char* service = "org.freedesktop.login1";
constexpr const char* manager_path = "/org/freedesktop/login1";
constexpr const char* manager_interface = "org.freedesktop.login1.Manager";
constexpr const char* session_interface = "org.freedesktop.login1.Session";
constexpr const char* properties_interface = "org.freedesktop.DBus.Properties";

// Reading is quick; for ending something logind asks polkit first. `session_of` lies on the way of
// a password change, which must not wait for it.
constexpr std::chrono::seconds read_timeout{3};
constexpr std::chrono::seconds end_timeout{5};
constexpr std::chrono::seconds session_of_timeout{1};

// Reads the reply with `read`; an unreadable one is as good as none.
template <class Read>
auto understood(LogindAnswer<ramauth::MessageHandle> answer, const Read& read)
    -> LogindAnswer<decltype(read(nullptr))> {
    if (auto* failed = std::get_if<LogindFailed>(&answer)) return std::move(*failed);
    try {
        return read(std::get<ramauth::MessageHandle>(answer).get());
    } catch (const BadLogindReply& fault) {
        return LogindFailed{LogindFailed::Kind::silent,
                            std::string("unreadable reply of logind: ") + fault.what()};
    }
}

LogindDone done(LogindAnswer<ramauth::MessageHandle> answer) {
    if (auto* failed = std::get_if<LogindFailed>(&answer)) return std::move(*failed);
    return std::nullopt;
}

}  // namespace

boost::asio::awaitable<LogindAnswer<ramauth::MessageHandle>> LogindClient::ask(Request request) {
    BusPump* pump = connection_();
    if (pump == nullptr) {
        co_return LogindFailed{LogindFailed::Kind::silent, "no connection to the system bus"};
    }
    if (seen_) subscribe();
    sd_bus_message* raw = nullptr;
    int result = sd_bus_message_new_method_call(pump->bus(), &raw, request.receiver.c_str(),
                                                request.path, request.interface, request.member);
    ramauth::MessageHandle message(raw);
    if (result >= 0) result = request.append(raw);
    if (result < 0) {
        // A connection that is being lost says so here first.
        co_return LogindFailed{LogindFailed::Kind::silent, "the call could not be made"};
    }
    auto reply = co_await call(*pump, std::move(message), request.timeout);
    if (const auto* failed = std::get_if<BusCallFailed>(&reply)) co_return to_failure(*failed);
    co_return std::get<ramauth::MessageHandle>(std::move(reply));
}

boost::asio::awaitable<LogindAnswer<std::vector<ListedSession>>> LogindClient::list() {
    Request request{service,        manager_path, manager_interface,
                    "ListSessions", read_timeout, [](sd_bus_message*) { return 0; }};
    co_return understood(co_await ask(std::move(request)), read_session_list);
}

boost::asio::awaitable<LogindAnswer<LogindSession>> LogindClient::describe(
    const ListedSession& session) {
    const ListedSession wanted = session;  // the caller's may go while this waits
    Request request{
        service,
        wanted.path.c_str(),
        properties_interface,
        "GetAll",
        read_timeout,
        [](sd_bus_message* call) { return sd_bus_message_append(call, "s", session_interface); }};
    co_return understood(co_await ask(std::move(request)),
                         [&](sd_bus_message* reply) { return read_session(reply, wanted.id); });
}

boost::asio::awaitable<LogindDone> LogindClient::terminate(const LogindSession& session) {
    Request request{session.told_by,
                    manager_path,
                    manager_interface,
                    "TerminateSession",
                    end_timeout,
                    [id = session.id](sd_bus_message* call) {
                        return sd_bus_message_append(call, "s", id.c_str());
                    }};
    co_return done(co_await ask(std::move(request)));
}

boost::asio::awaitable<LogindDone> LogindClient::kill_all(const LogindSession& session) {
    Request request{session.told_by,
                    manager_path,
                    manager_interface,
                    "KillSession",
                    end_timeout,
                    [id = session.id](sd_bus_message* call) {
                        return sd_bus_message_append(call, "ssi", id.c_str(), "all", SIGKILL);
                    }};
    co_return done(co_await ask(std::move(request)));
}

boost::asio::awaitable<LogindAnswer<UserManagerUnit>> LogindClient::user_manager(ramauth::Uid uid) {
    // Where there is no such unit, systemd describes one that does not run.
    const std::string path = "/org/freedesktop/systemd1/unit/user_40" + std::to_string(uid.value) +
                             "_2eservice";  // as sd_bus_path_encode(3) writes it
    Request request{"org.freedesktop.systemd1",
                    path.c_str(),
                    properties_interface,
                    "GetAll",
                    read_timeout,
                    [](sd_bus_message* call) {
                        return sd_bus_message_append(call, "s", "org.freedesktop.systemd1.Unit");
                    }};
    co_return understood(co_await ask(std::move(request)), read_user_manager);
}

boost::asio::awaitable<LogindDone> LogindClient::terminate_user(ramauth::Uid uid) {
    Request request{service,
                    manager_path,
                    manager_interface,
                    "TerminateUser",
                    end_timeout,
                    [uid](sd_bus_message* call) {
                        return sd_bus_message_append(call, "u", std::uint32_t{uid.value});
                    }};
    co_return done(co_await ask(std::move(request)));
}

boost::asio::awaitable<LogindAnswer<std::string>> LogindClient::session_of(pid_t process) {
    Request request{service,
                    manager_path,
                    manager_interface,
                    "GetSessionByPID",
                    session_of_timeout,
                    [process](sd_bus_message* call) {
                        return sd_bus_message_append(call, "u",
                                                     static_cast<std::uint32_t>(process));
                    }};
    co_return understood(co_await ask(std::move(request)), read_session_path);
}

void LogindClient::on_session_new(std::function<void()> seen) {
    seen_ = std::move(seen);
    if (!seen_) return subscription_.reset();
    subscribe();
}

void LogindClient::subscribe() {
    BusPump* pump = connection_();
    if (pump == nullptr || !seen_) return;
    if (subscription_ && sd_bus_slot_get_bus(subscription_.get()) == pump->bus()) return;
    sd_bus_slot* slot = nullptr;
    const int result =
        sd_bus_match_signal_async(pump->bus(), &slot, service, manager_path, manager_interface,
                                  "SessionNew", &LogindClient::session_new, nullptr, this);
    // Where this fails, the sweeps still find late sessions, and the next call tries again.
    subscription_.reset(result < 0 ? nullptr : slot);
    pump->wake();
}

int LogindClient::session_new(sd_bus_message* /*signal*/, void* self,
                              sd_bus_error* /*error*/) noexcept {
    const auto& seen = static_cast<LogindClient*>(self)->seen_;
    if (seen) seen();
    return 0;
}

}  // namespace ramd
