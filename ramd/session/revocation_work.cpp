// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/revocation_work.h"

#include <algorithm>
#include <exception>
#include <string_view>
#include <utility>

#include "ramd/session/session_table.h"

namespace ramd {
namespace {

using Kind = LogindFailed::Kind;

constexpr std::string_view no_permission = "no permission, polkit does not let ramd end sessions: ";

constexpr std::uint64_t second_us = 1'000'000;
constexpr std::uint64_t first_pause_us = second_us / 4;
constexpr std::uint64_t longest_pause_us = 30 * second_us;

}  // namespace

RevocationWork::RevocationWork(std::shared_ptr<RevocationTools> tools, ramauth::Uid uid)
    : tools_(std::move(tools)),
      uid_(uid),
      alarm_(tools_->waiter.make_alarm()),
      sessions_(tools_),
      user_(tools_) {}

void RevocationWork::add(Revocation revocation, pid_t asker) {
    auto watch = asker > 0 ? tools_->waiter.watch(asker) : nullptr;
    standing_.emplace_back(std::move(revocation), std::move(watch), tools_->waiter.monotonic_us());
}

StandingRevocation* RevocationWork::find(std::uint64_t id) {
    const auto found = std::ranges::find_if(
        standing_, [&](const auto& standing) { return standing.revocation().id == id; });
    return found == standing_.end() ? nullptr : &*found;
}

void RevocationWork::append_outstanding(std::vector<OutstandingRevocation>& all) const {
    for (const auto& standing : standing_) {
        if (auto one = standing.outstanding()) all.push_back(std::move(*one));
    }
}

boost::asio::awaitable<void> RevocationWork::run(std::shared_ptr<RevocationWork> self,
                                                 std::function<void()> done) {
    while (!self->tools_->stopped && !self->standing_.empty()) {
        const auto tools = self->tools_;
        Look look;
        co_await tools->looks.take(tools->waiter.make_alarm());
        try {
            if (!tools->stopped) look = co_await self->look();
        } catch (const std::exception& fault) {
            look.failure = LogindFailed{Kind::silent, fault.what()};
        }
        tools->looks.give_back();
        if (self->tools_->stopped) co_return;
        self->settle(look);
        if (self->standing_.empty()) break;
        co_await self->alarm_->wait(std::chrono::microseconds(self->pause_us(look)));
    }
    if (!self->tools_->stopped) done();
}

boost::asio::awaitable<RevocationWork::Look> RevocationWork::look() {
    Look look;
    look.begun_us = tools_->waiter.monotonic_us();
    look.considered = standing_.size();
    for (auto& standing : standing_) standing.begin_look();
    // Before the list: a session is listed before its scope is made.
    auto scopes = tools_->scopes == nullptr ? std::set<std::string>() : tools_->scopes->names(uid_);
    auto read = co_await read_sessions(tools_->logind, tools_->waiter, uid_);
    if (auto* failed = std::get_if<LogindFailed>(&read)) {
        look.failure = std::move(*failed);
        co_return look;
    }
    if (tools_->stopped) co_return look;
    auto& sessions = std::get<std::vector<LogindSession>>(read);
    look_at_scopes(std::move(scopes), sessions, look);
    const auto to_end = sort_out(std::move(sessions), look);
    auto result = co_await sessions_.end(to_end, look.asking, [this, &look](const auto& first) {
        note_permission(first.failure, look);
    });
    if (!result.why_refused.empty()) look.why_left = std::move(result.why_refused);
    look.failure = std::move(result.failure);
    if (!tools_->stopped && !look.failure && !look.left) co_await end_user(look);
    co_return look;
}

void RevocationWork::note_permission(const LogindDone& failure, const Look& look) {
    auto standing = standing_.begin();
    for (auto count = look.considered; count > 0; ++standing, --count)
        standing->note_look(failure && failure->kind == Kind::denied);
}

void RevocationWork::look_at_scopes(std::set<std::string> before,
                                    const std::vector<LogindSession>& sessions, Look& look) {
    for (const auto& session : sessions) {
        before.erase(session.scope);
        if (session.state != "opening") leaders_.insert(session.leader);
    }
    std::erase_if(before, [&](const auto& name) { return !tools_->scopes->populated(uid_, name); });
    if (before.empty()) return;
    look.left = true;
    look.why_left = "SIGKILL has not ended the processes of " + *before.begin() +
                    ", and logind has given it up";
    auto standing = standing_.begin();
    for (auto count = look.considered; count > 0; ++standing, --count)
        standing->saw_given_up(before.size());
}

// Where the account has no session any more: with one that stays, its user manager stays.
boost::asio::awaitable<void> RevocationWork::end_user(Look& look) {
    const auto last = std::next(standing_.begin(), static_cast<std::ptrdiff_t>(look.considered));
    std::optional<std::uint64_t> before_us;
    for (auto one = standing_.begin(); one != last; ++one) {
        if (one->ends_user()) before_us = std::max(before_us.value_or(0), one->manager_before_us());
    }
    if (!before_us) co_return;
    auto known = co_await tools_->logind.user_manager(uid_);
    if (auto* failed = std::get_if<LogindFailed>(&known)) {
        look.failure = std::move(*failed);
        co_return;
    }
    const UserManagerUnit manager = std::get<UserManagerUnit>(known);
    look.manager = manager;
    if (!manager.runs) user_.forget();
    if (!manager.runs || manager.started_monotonic_us > *before_us) co_return;
    if (look.stays && !manager.ending) co_return;
    look.left = true;
    look.why_left = "the user manager and its services have not ended yet";
    if (tools_->stopped || manager.ending) co_return;
    // The session that is about to come keeps the user manager, or ends before it.
    if (tools_->logons.opening(uid_, tools_->waiter.monotonic_us(), leaders_)) co_return;
    auto result = co_await user_.end(uid_);
    if (!result.why_refused.empty()) look.why_left = std::move(result.why_refused);
    look.failure = std::move(result.failure);
}

UserManager RevocationWork::manager_for(const StandingRevocation& standing, const Look& look) {
    if (!look.manager) return UserManager::not_looked_at;
    if (!look.manager->runs || look.manager->started_monotonic_us > standing.manager_before_us())
        return UserManager::gone;
    return look.stays && !look.manager->ending ? UserManager::kept : UserManager::stands;
}

// A restarted logind goes on to list a session that was closing, and knows no way to end it; the
// kernel knows that nothing is left of it.
bool RevocationWork::is_shell(const LogindSession& session) const {
    const auto scope = session.scope.empty() ? "session-" + session.id + ".scope" : session.scope;
    return session.state == "closing" && tools_->scopes != nullptr &&
           tools_->scopes->empty(uid_, scope);
}

std::vector<LogindSession> RevocationWork::sort_out(std::vector<LogindSession> sessions,
                                                    Look& look) {
    std::erase_if(sessions, [&](const LogindSession& session) {
        if (is_shell(session)) return true;
        if (meant(session, look.considered)) return false;
        look.stays = look.stays || !is_user_manager(session);
        return true;
    });
    look.left = look.left || !sessions.empty();
    const auto asking =
        std::stable_partition(sessions.begin(), sessions.end(),
                              [&](const LogindSession& session) { return !asked(session.id); });
    const bool others = asking != sessions.begin();
    sessions.erase(std::remove_if(asking, sessions.end(),
                                  [&](const auto& one) { return held_back(one.id, others); }),
                   sessions.end());
    look.asking = static_cast<std::size_t>(
        std::ranges::count_if(sessions, [&](const auto& one) { return asked(one.id); }));
    return sessions;
}

bool RevocationWork::meant(const LogindSession& session, std::size_t considered) {
    bool any = false;
    const auto look_us = tools_->waiter.monotonic_us();
    for (auto standing = standing_.begin(); considered > 0; ++standing, --considered) {
        if (!must_end(session, standing->revocation(), tools_->logons, tools_->programmatic()))
            continue;
        standing->saw(key_of(session), look_us);
        any = true;
    }
    return any;
}

bool RevocationWork::asked(const std::string& session_id) const {
    return std::ranges::any_of(standing_, [&](const StandingRevocation& standing) {
        return standing.revocation().last_session == session_id;
    });
}

bool RevocationWork::held_back(const std::string& session_id, bool others) {
    const auto now = tools_->waiter.monotonic_us();
    bool held = false;
    for (auto& standing : standing_) held = standing.holds_back(session_id, now, others) || held;
    return held;
}

void RevocationWork::settle(const Look& look) {
    const auto now = tools_->waiter.monotonic_us();
    failures_ = look.failure ? failures_ + 1 : 0;
    if (look.left && !unfinished_since_us_) unfinished_since_us_ = look.begun_us;
    if (!look.failure && !look.left) {
        unfinished_since_us_.reset();
        sessions_.forget();
    }
    note_permission(look.failure, look);
    auto standing = standing_.begin();
    for (auto count = look.considered; count > 0; ++standing, --count) {
        if (!look.failure) standing->complete_look(look.begun_us, manager_for(*standing, look));
        tell(*standing, look, now);
    }
    finish_done();
}

void RevocationWork::tell(StandingRevocation& standing, const Look& look, std::uint64_t now_us) {
    auto& listener = tools_->listener;
    if (const auto ended = standing.take_news()) {
        listener.sessions_revoked(standing.revocation(), *ended);
        const auto elsewhere = left_elsewhere(standing.revocation());
        if (!elsewhere.empty()) listener.logons_left(standing.revocation(), elsewhere);
    }
    if (standing.take_kept_manager()) {
        listener.sessions_outstanding(standing.revocation(),
                                      "the user manager and its services stay, because sessions "
                                      "stay: opened after the change, spared, or of a "
                                      "programmatic service");
    }
    if (standing.verified()) return standing.ring_all();
    const bool denied = look.failure && look.failure->kind == Kind::denied;
    const std::string why = denied         ? std::string(no_permission) + look.failure->message
                            : look.failure ? look.failure->message
                                           : look.why_left;
    if (standing.worth_reporting(now_us, denied)) {
        standing.told_why(why);
        listener.sessions_outstanding(standing.revocation(), why);
    }
    if (denied) standing.ring_all();
}

// The user manager is no logon: whether it stays is told by sessions_outstanding.
std::vector<AcceptedLogon> RevocationWork::left_elsewhere(const Revocation& revocation) const {
    auto logons = tools_->logons.without_session(uid_, revocation.committed_monotonic_us, leaders_);
    std::erase_if(logons, [](const auto& logon) { return logon.service == "systemd-user"; });
    return logons;
}

void RevocationWork::finish_done() {
    list_failed_ = false;
    for (auto standing = standing_.begin(); standing != standing_.end();) {
        if (!standing->done()) {
            ++standing;
            continue;
        }
        try {
            tools_->list.finish(standing->revocation().id);
        } catch (const std::exception&) {
            list_failed_ = true;  // looking once more later does no harm
            return;
        }
        standing = standing_.erase(standing);
    }
}

std::uint64_t RevocationWork::pause_us(const Look& look) const {
    if (list_failed_) return longest_pause_us;
    if (look.failure) {
        if (look.failure->kind == Kind::denied) return longest_pause_us;
        return std::min(first_pause_us << std::min(failures_ - 1, 10U), longest_pause_us);
    }
    const auto now = tools_->waiter.monotonic_us();
    if (look.left) {
        const auto elapsed = now - *unfinished_since_us_;
        if (elapsed >= 15 * second_us) return 5 * second_us;
        // Most sessions end in milliseconds: it is seen soon, and then less and less often.
        return std::clamp(elapsed / 4, second_us / 100,
                          elapsed < 3 * second_us ? second_us / 10 : second_us / 2);
    }
    std::uint64_t next = now + longest_pause_us;
    for (const auto& standing : standing_) next = std::min(next, standing.next_sweep(now));
    return next - now;
}

}  // namespace ramd
