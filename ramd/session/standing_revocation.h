// SPDX-License-Identifier: LGPL-2.1-or-later
// One revocation while it is worked on, and what has been seen of its sessions so far.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ramd/session/logind.h"
#include "ramd/session/session_ender.h"
#include "ramd/session/waiter.h"

namespace ramd {

// An id alone may come back for somebody else's session after logind was restarted.
struct SessionKey {
    std::string id;
    std::uint64_t started_monotonic_us = 0;
    friend auto operator<=>(const SessionKey&, const SessionKey&) = default;
};

[[nodiscard]] inline SessionKey key_of(const LogindSession& session) {
    return {session.id, session.started_monotonic_us};
}

// What a look saw of the account's user manager (RevokeScope "user").
enum class UserManager {
    not_looked_at,  // sessions are left, or nobody asked for it
    gone,
    stands,  // told to end
    kept,    // sessions stay, and it with them
};

class StandingRevocation {
public:
    // After the commit: how long a logon that had proved the old password may still open its
    // session (sshd's LoginGraceTime is 120 s).
    static constexpr std::uint64_t last_sweep_us = 130'000'000;

    // `asker` may be null.
    StandingRevocation(Revocation revocation, std::unique_ptr<ProcessWatch> asker,
                       std::uint64_t now_us);

    [[nodiscard]] const Revocation& revocation() const { return revocation_; }
    // The session must wait until the program that asked for the change has had its say, and while
    // `others` that are to end stand: it ends last. Five seconds at most.
    [[nodiscard]] bool holds_back(const std::string& session_id, std::uint64_t now_us, bool others);
    // The next time to look again, after a look at `now_us` found nothing left.
    [[nodiscard]] std::uint64_t next_sweep(std::uint64_t now_us) const;

    // One look at the table: begin, then each session that the revocation means, then either
    // complete_look or nothing, when logind did not answer to the end.
    void begin_look() { left_now_ = 0; }
    void saw(const SessionKey& session, std::uint64_t now_us);
    // Processes of sessions that logind no longer knows.
    void saw_given_up(std::size_t scopes) { left_now_ += static_cast<unsigned>(scopes); }
    void complete_look(std::uint64_t begun_us, UserManager manager);

    // The user manager is to end and has not yet been seen to be gone: the one that was started
    // before manager_before_us(), and not the one of a logon since.
    [[nodiscard]] bool ends_user() const { return to_end_user_; }
    [[nodiscard]] std::uint64_t manager_before_us() const { return manager_before_us_; }
    // True once, when the user manager was found to stay.
    [[nodiscard]] bool take_kept_manager();

    [[nodiscard]] bool verified() const { return verified_; }
    [[nodiscard]] bool done() const { return done_; }
    // How many sessions have gone since the last time that somebody was to be told: when all were
    // seen to be gone for the first time, and when late ones were ended.
    [[nodiscard]] std::optional<unsigned> take_news();
    [[nodiscard]] RevocationCount count() const;

    // True once, when the revocation has been unverified for so long that somebody should know.
    [[nodiscard]] bool worth_reporting(std::uint64_t now_us, bool denied);
    // Why it is not verified, as somebody was told last; nothing once it is.
    void told_why(std::string why) { why_ = std::move(why); }
    [[nodiscard]] std::optional<OutstandingRevocation> outstanding() const;

    // A look at the sessions was made, and polkit said no or did not.
    void note_look(bool denied);
    [[nodiscard]] bool looked() const { return looked_; }
    [[nodiscard]] bool denied() const { return denied_; }
    // Rung when looked().
    void await_look(std::shared_ptr<Alarm> alarm) { look_awaited_by_.push_back(std::move(alarm)); }

    // Rung when verified, or denied.
    void await(std::shared_ptr<Alarm> alarm) { awaited_by_.push_back(std::move(alarm)); }
    void ring_all();

private:
    Revocation revocation_;
    std::unique_ptr<ProcessWatch> asker_;
    std::uint64_t begun_us_;
    std::optional<std::uint64_t> asker_ended_us_;
    std::set<SessionKey> seen_;
    unsigned left_now_ = 0;
    unsigned left_ = 0;
    std::optional<unsigned> told_;
    std::uint64_t manager_before_us_;
    bool to_end_user_ = false;
    bool manager_kept_ = false;
    bool told_kept_ = false;
    bool verified_ = false;
    bool done_ = false;
    bool reported_ = false;
    std::string why_;
    bool looked_ = false;
    bool denied_ = false;
    std::vector<std::shared_ptr<Alarm>> awaited_by_;
    std::vector<std::shared_ptr<Alarm>> look_awaited_by_;
};

}  // namespace ramd
