// SPDX-License-Identifier: LGPL-2.1-or-later
// The work on all standing revocations of one account: looks at logind's table, ends what must
// end, looks again until nothing is left, and then once more at each sweep and for each new
// session. One coroutine an account, however many revocations there are.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ramd/session/logind.h"
#include "ramd/session/revocation_tools.h"
#include "ramd/session/session_terminator.h"
#include "ramd/session/standing_revocation.h"
#include "ramd/session/user_terminator.h"

namespace ramd {

class RevocationWork {
public:
    RevocationWork(std::shared_ptr<RevocationTools> tools, ramauth::Uid uid);

    void add(Revocation revocation, pid_t asker);
    [[nodiscard]] StandingRevocation* find(std::uint64_t id);
    // Null where none stands.
    [[nodiscard]] StandingRevocation* newest() {
        return standing_.empty() ? nullptr : &standing_.back();
    }
    void append_outstanding(std::vector<OutstandingRevocation>& all) const;
    // While it tells logind to end the user manager, no session should be opened.
    [[nodiscard]] UserTerminator& user() { return user_; }
    // Look again now: a revocation was added, a session was opened, or the tools were stopped.
    void wake() { alarm_->ring(); }

    // Runs until no revocation stands, and calls `done` then without giving way in between, so
    // that nothing can be added to a work that has ended. `self` keeps it alive.
    [[nodiscard]] static boost::asio::awaitable<void> run(std::shared_ptr<RevocationWork> self,
                                                          std::function<void()> done);

private:
    struct Look {
        std::uint64_t begun_us = 0;
        std::size_t considered = 0;  // revocations that stood when the look began
        std::size_t asking = 0;      // sessions to end in which changes were asked for
        bool left = false;
        bool stays = false;                      // a session that no revocation means
        std::optional<UserManagerUnit> manager;  // where it was to be looked at
        std::string why_left = "sessions have not ended yet";
        LogindDone failure;
    };
    [[nodiscard]] boost::asio::awaitable<Look> look();
    // What is to be ended now, the sessions in which changes were asked for behind the others.
    [[nodiscard]] std::vector<LogindSession> sort_out(std::vector<LogindSession> sessions,
                                                      Look& look);
    void note_permission(const LogindDone& failure, const Look& look);
    void look_at_scopes(std::set<std::string> before, const std::vector<LogindSession>& sessions,
                        Look& look);
    [[nodiscard]] boost::asio::awaitable<void> end_user(Look& look);
    [[nodiscard]] bool meant(const LogindSession& session, std::size_t considered);
    [[nodiscard]] bool asked(const std::string& session_id) const;
    [[nodiscard]] bool held_back(const std::string& session_id, bool others);
    [[nodiscard]] bool is_shell(const LogindSession& session) const;
    [[nodiscard]] static UserManager manager_for(const StandingRevocation& standing,
                                                 const Look& look);
    void settle(const Look& look);
    [[nodiscard]] std::vector<AcceptedLogon> left_elsewhere(const Revocation& revocation) const;
    void tell(StandingRevocation& standing, const Look& look, std::uint64_t now_us);
    void finish_done();
    [[nodiscard]] std::uint64_t pause_us(const Look& look) const;

    std::shared_ptr<RevocationTools> tools_;
    ramauth::Uid uid_;
    std::shared_ptr<Alarm> alarm_;
    std::list<StandingRevocation> standing_;
    SessionTerminator sessions_;
    UserTerminator user_;
    std::set<pid_t> leaders_;  // of all sessions of the account that were seen
    std::optional<std::uint64_t> unfinished_since_us_;  // something is left to be ended
    unsigned failures_ = 0;                             // looks in a row that logind did not answer
    bool list_failed_ = false;                          // a record could not be removed
};

}  // namespace ramd
