// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/user_terminator.h"

#include <utility>

namespace ramd {
namespace {

using Kind = LogindFailed::Kind;

constexpr std::uint64_t tell_again_us = 5'000'000;

}  // namespace

boost::asio::awaitable<UserTerminator::Result> UserTerminator::end(ramauth::Uid uid) {
    Result result;
    const auto now = tools_->waiter.monotonic_us();
    if (told_us_ && now < *told_us_ + tell_again_us) co_return result;
    auto failed = co_await tell(uid);
    if (!failed || failed->kind == Kind::refused) told_us_ = now;
    if (!failed || failed->kind == Kind::gone) co_return result;
    if (failed->kind == Kind::refused)
        result.why_refused = failed->message;
    else
        result.failure = std::move(failed);
    co_return result;
}

boost::asio::awaitable<LogindDone> UserTerminator::tell(ramauth::Uid uid) {
    telling_ = true;
    auto failed = co_await tools_->logind.terminate_user(uid);
    telling_ = false;
    for (const auto& alarm : std::exchange(awaited_by_, {})) alarm->ring();
    co_return failed;
}

}  // namespace ramd
