// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/session_terminator.h"

#include <algorithm>
#include <array>

#include "ramd/session/together.h"

namespace ramd {
namespace {

using Kind = LogindFailed::Kind;

constexpr std::uint64_t terminate_may_take_us = 2'000'000;
constexpr std::uint64_t kill_again_us = 1'000'000;

bool past(const std::optional<std::uint64_t>& since_us, std::uint64_t now_us, std::uint64_t span) {
    return since_us && now_us >= *since_us + span;
}

}  // namespace

// The first one alone: where polkit hangs or says no, a single question finds out.
boost::asio::awaitable<SessionTerminator::Result> SessionTerminator::end(
    const std::vector<LogindSession>& sessions, std::size_t asking,
    std::function<void(const Result&)> answered) {
    Result result;
    const std::array<std::size_t, 3> ends = {std::min<std::size_t>(1, sessions.size()),
                                             sessions.size() - asking, sessions.size()};
    std::size_t begin = 0;
    for (const auto end_of_part : ends) {
        if (end_of_part <= begin) continue;
        if (tools_->stopped || result.failure) break;
        co_await together(end_of_part - begin, tools_->waiter.make_alarm(),
                          [&](std::size_t i) { return end_one(sessions[begin + i], result); });
        if (begin == 0 && !tools_->stopped) answered(result);
        begin = end_of_part;
    }
    co_return result;
}

boost::asio::awaitable<void> SessionTerminator::end_one(const LogindSession& session,
                                                        Result& result) {
    // After a refusal the others are left for the next time.
    if (tools_->stopped || result.failure) co_return;
    auto failed = co_await step(session);
    if (tools_->stopped) co_return;
    tools_->denied = failed && failed->kind == Kind::denied;
    if (!failed) co_return;
    if (failed->kind == Kind::refused) result.why_refused = failed->message;
    if (failed->kind == Kind::silent || failed->kind == Kind::denied)
        result.failure = std::move(failed);
}

// logind answers "done" to terminating a session in "closing" and leaves its processes alone.
boost::asio::awaitable<LogindDone> SessionTerminator::step(const LogindSession& session) {
    // Without a scope yet, its program would only be told, and go on outside of every session.
    if (session.state == "opening") co_return std::nullopt;
    const auto now = tools_->waiter.monotonic_us();
    const auto key = key_of(session);
    const Touch touch = touched_[key];
    const bool left_over = session.state == "closing" && !touch.terminated_us;
    if (left_over || past(touch.terminated_us, now, terminate_may_take_us)) {
        if (touch.killed_us && !past(touch.killed_us, now, kill_again_us)) co_return std::nullopt;
        auto failed = co_await tools_->logind.kill_all(session);
        if (!failed) touched_[key].killed_us = now;
        co_return failed;
    }
    if (touch.terminated_us) co_return std::nullopt;
    auto failed = co_await tools_->logind.terminate(session);
    // What logind will not terminate is killed when its time is over.
    if (!failed || failed->kind == Kind::refused) touched_[key].terminated_us = now;
    co_return failed;
}

}  // namespace ramd
