// SPDX-License-Identifier: LGPL-2.1-or-later
// logind over the system bus. Stands on whatever connection there is at the moment of a call, and
// answers "silent" when there is none: a bus that is down or hangs never holds up the loop.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "ramd/loop/bus_pump.h"
#include "ramd/session/logind.h"
#include "shared/bus_handles.h"

namespace ramd {

class LogindClient final : public Logind {
public:
    // The present connection, or nullptr. Asked again for each call.
    using Connection = std::function<BusPump*()>;

    explicit LogindClient(Connection connection) : connection_(std::move(connection)) {}
    LogindClient(const LogindClient&) = delete;
    LogindClient& operator=(const LogindClient&) = delete;

    [[nodiscard]] boost::asio::awaitable<LogindAnswer<std::vector<ListedSession>>> list() override;
    [[nodiscard]] boost::asio::awaitable<LogindAnswer<LogindSession>> describe(
        const ListedSession& session) override;
    [[nodiscard]] boost::asio::awaitable<LogindDone> terminate(
        const LogindSession& session) override;
    [[nodiscard]] boost::asio::awaitable<LogindDone> kill_all(
        const LogindSession& session) override;
    [[nodiscard]] boost::asio::awaitable<LogindAnswer<UserManagerUnit>> user_manager(
        ramauth::Uid uid) override;
    [[nodiscard]] boost::asio::awaitable<LogindDone> terminate_user(ramauth::Uid uid) override;
    [[nodiscard]] boost::asio::awaitable<LogindAnswer<std::string>> session_of(
        pid_t process) override;
    void on_session_new(std::function<void()> seen) override;

    // To be called when a new connection has been made, so that no new session is missed. A call
    // does it as well.
    void subscribe();

private:
    struct Request {
        std::string receiver;
        const char* path;
        const char* interface;
        const char* member;
        std::chrono::seconds timeout;
        std::function<int(sd_bus_message*)> append;
    };

    [[nodiscard]] boost::asio::awaitable<LogindAnswer<ramauth::MessageHandle>> ask(Request request);
    static int session_new(sd_bus_message* signal, void* self, sd_bus_error* error) noexcept;

    Connection connection_;
    std::function<void()> seen_;
    // Holds the connection it was made on, so that no other one can have its address.
    ramauth::SlotHandle subscription_;
};

}  // namespace ramd
