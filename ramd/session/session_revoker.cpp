// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/session_revoker.h"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "ramd/session/session_table.h"

namespace ramd {
namespace {

constexpr std::chrono::seconds longest_finish{10};
// It lies on the way of a password change.
constexpr std::chrono::seconds longest_count{1};
// On the way back from a change that is committed.
constexpr std::chrono::milliseconds longest_first_look{250};
// On the way of a logon.
constexpr std::chrono::seconds longest_wait_for_user{1};

SessionInfo to_info(const LogindSession& session) {
    return {session.id,      session.state,   session.tty,   session.remote_host,
            session.service, session.started, session.leader};
}

}  // namespace

SessionRevoker::SessionRevoker(boost::asio::any_io_executor loop, Logind& logind,
                               RevocationList& list, RevocationListener& listener, Waiter& waiter,
                               ServicesInForce programmatic, std::string boot_id, LogonShelf* shelf,
                               Scopes* scopes)
    : loop_(std::move(loop)),
      tools_(new RevocationTools{
          logind, list, listener, waiter, scopes, std::move(programmatic),
          LogonBook(shelf, [&waiter](pid_t process) { return waiter.runs(process); }), Turns(3),
          false, false}),
      boot_id_(std::move(boot_id)) {
    logind.on_session_new([this] {
        for (const auto& [uid, work] : works_) work->wake();
    });
}

SessionRevoker::~SessionRevoker() {
    tools_->stopped = true;
    tools_->logind.on_session_new(nullptr);
    for (const auto& [uid, work] : works_) work->wake();
}

void SessionRevoker::resume(const std::vector<Revocation>& revocations) {
    // The program that asked has had its answer, or never will: nobody is waited for.
    for (const auto& revocation : revocations) begin(revocation, 0);
}

void SessionRevoker::begin(const Revocation& revocation, pid_t asker) {
    if (revocation.boot_id != boot_id_) return finish_of_other_boot(revocation);
    if (const auto known = works_.find(revocation.uid); known != works_.end()) {
        known->second->add(revocation, asker);
        return known->second->wake();
    }
    auto work = std::make_shared<RevocationWork>(tools_, revocation.uid);
    work->add(revocation, asker);
    works_.emplace(revocation.uid, work);
    boost::asio::co_spawn(
        loop_,
        RevocationWork::run(std::move(work), [this, uid = revocation.uid] { works_.erase(uid); }),
        // A fault stops the daemon; the work goes on when it has started again.
        [](const std::exception_ptr& fault) {
            if (fault) std::rethrow_exception(fault);
        });
}

// No session lives longer than its boot.
void SessionRevoker::finish_of_other_boot(const Revocation& revocation) {
    try {
        tools_->list.finish(revocation.id);
    } catch (const std::exception&) {
        return;  // it stands until the next start, and does no harm
    }
    tools_->listener.sessions_revoked(revocation, 0);
}

boost::asio::awaitable<std::vector<SessionInfo>> SessionRevoker::sessions(Uid uid) {
    const auto read = co_await read_sessions(tools_->logind, tools_->waiter, uid);
    if (const auto* failed = std::get_if<LogindFailed>(&read))
        throw std::runtime_error("logind did not tell the sessions: " + failed->message);
    std::vector<SessionInfo> result;
    for (const auto& session : std::get<std::vector<LogindSession>>(read))
        result.push_back(to_info(session));
    co_return result;
}

boost::asio::awaitable<std::optional<unsigned>> SessionRevoker::others_to_end(
    Uid uid, const std::string& own) {
    struct Count {
        std::optional<unsigned> number;
        bool done = false;
    };
    const auto count = std::make_shared<Count>();
    const auto alarm = tools_->waiter.make_alarm();
    boost::asio::co_spawn(
        loop_,
        [](std::shared_ptr<RevocationTools> tools, Uid account, std::string but,
           std::shared_ptr<Count> into) -> boost::asio::awaitable<void> {
            const auto read = co_await read_sessions(tools->logind, tools->waiter, account);
            const auto* sessions = std::get_if<std::vector<LogindSession>>(&read);
            if (sessions == nullptr || tools->stopped) co_return;
            into->number = static_cast<unsigned>(std::ranges::count_if(*sessions, [&](auto& one) {
                return one.id != but && somebody_logged_on(one, tools->programmatic());
            }));
        }(tools_, uid, own, count),
        [count, alarm](const std::exception_ptr&) {
            count->done = true;
            alarm->ring();
        });
    if (!count->done) co_await alarm->wait(longest_count);
    co_return count->number;
}

std::vector<OutstandingRevocation> SessionRevoker::outstanding() const {
    std::vector<OutstandingRevocation> all;
    for (const auto& [uid, work] : works_) work->append_outstanding(all);
    return all;
}

boost::asio::awaitable<RevocationCount> SessionRevoker::finished(std::uint64_t id) {
    auto* standing = find(id);
    if (standing == nullptr) co_return RevocationCount{};
    if (!standing->verified()) {
        const auto tools = tools_;
        const auto alarm = tools->waiter.make_alarm();
        standing->await(alarm);
        co_await alarm->wait(longest_finish);
        if (tools->stopped) co_return RevocationCount{0, 1, {}};
        standing = find(id);
    }
    co_return standing == nullptr ? RevocationCount{} : standing->count();
}

StandingRevocation* SessionRevoker::find(std::uint64_t id) {
    for (const auto& [uid, work] : works_) {
        if (auto* standing = work->find(id)) return standing;
    }
    return nullptr;
}

boost::asio::awaitable<bool> SessionRevoker::not_permitted(Uid uid) {
    auto known = works_.find(uid);
    if (known == works_.end() || known->second->newest() == nullptr) co_return false;
    const auto id = known->second->newest()->revocation().id;
    if (!known->second->newest()->looked()) {
        const auto tools = tools_;
        const auto alarm = tools->waiter.make_alarm();
        known->second->newest()->await_look(alarm);
        co_await alarm->wait(longest_first_look);
        if (tools->stopped) co_return false;
    }
    const auto* standing = find(id);
    co_return standing != nullptr && (standing->denied() || tools_->denied);
}

void SessionRevoker::remember_logon(const UserName& user, Uid uid, pid_t leader,
                                    std::optional<std::uint64_t> epoch,
                                    const std::string& service) {
    const auto now = tools_->waiter.monotonic_us();
    tools_->logons.forget_old(now, [this](Uid account) { return works_.contains(account); });
    tools_->logons.remember({user.str(), uid, leader, epoch, now, service});
}

boost::asio::awaitable<void> SessionRevoker::may_open_session(Uid uid) {
    const auto work = works_.find(uid);
    if (work == works_.end() || !work->second->user().telling()) co_return;
    const auto alarm = tools_->waiter.make_alarm();
    work->second->user().await(alarm);
    co_await alarm->wait(longest_wait_for_user);
}

boost::asio::awaitable<std::string> SessionRevoker::session_of(pid_t process) {
    auto answer = co_await tools_->logind.session_of(process);
    auto* id = std::get_if<std::string>(&answer);
    co_return id == nullptr ? std::string() : std::move(*id);
}

}  // namespace ramd
