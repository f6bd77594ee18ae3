// SPDX-License-Identifier: LGPL-2.1-or-later
// Ends sessions on logind. What is to be done stands in the store; this carries it out, from the
// commit or from the start of the daemon on, and has a record removed only when logind's list was
// seen to hold none of the sessions any more, 130 s after the commit included. Lives on the event
// loop's thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ramd/session/logind.h"
#include "ramd/session/revocation_listener.h"
#include "ramd/session/revocation_work.h"
#include "ramd/session/session_ender.h"
#include "ramd/session/waiter.h"

namespace ramd {

class SessionRevoker final : public SessionEnder {
public:
    // `boot_id` as in Revocation; `programmatic` gives the services in force now; `shelf` and
    // `scopes` may be null. Everything handed over must outlive this object; while `loop` runs on
    // afterwards, logind too must live until its last call has come back.
    SessionRevoker(boost::asio::any_io_executor loop, Logind& logind, RevocationList& list,
                   RevocationListener& listener, Waiter& waiter, ServicesInForce programmatic,
                   std::string boot_id, LogonShelf* shelf = nullptr, Scopes* scopes = nullptr);
    SessionRevoker(const SessionRevoker&) = delete;
    SessionRevoker& operator=(const SessionRevoker&) = delete;
    ~SessionRevoker() override;

    // What the store still holds when the daemon starts.
    void resume(const std::vector<Revocation>& revocations);

    void begin(const Revocation& revocation, pid_t asker) override;
    [[nodiscard]] boost::asio::awaitable<std::vector<SessionInfo>> sessions(Uid uid) override;
    [[nodiscard]] boost::asio::awaitable<RevocationCount> finished(std::uint64_t id) override;
    [[nodiscard]] boost::asio::awaitable<std::optional<unsigned>> others_to_end(
        Uid uid, const std::string& own) override;
    [[nodiscard]] std::vector<OutstandingRevocation> outstanding() const override;
    [[nodiscard]] boost::asio::awaitable<bool> not_permitted(Uid uid) override;
    void remember_logon(const UserName& user, Uid uid, pid_t leader,
                        std::optional<std::uint64_t> epoch, const std::string& service) override;
    [[nodiscard]] boost::asio::awaitable<void> may_open_session(Uid uid) override;
    [[nodiscard]] boost::asio::awaitable<std::string> session_of(pid_t process) override;

private:
    [[nodiscard]] StandingRevocation* find(std::uint64_t id);
    void finish_of_other_boot(const Revocation& revocation);

    boost::asio::any_io_executor loop_;
    std::shared_ptr<RevocationTools> tools_;
    std::string boot_id_;
    std::map<Uid, std::shared_ptr<RevocationWork>> works_;
};

}  // namespace ramd
