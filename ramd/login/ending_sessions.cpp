// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/ending_sessions.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <memory>

#include "ramd/login/login_services.h"

namespace ramd {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds logind_may_take{1};

// Shared with a look that goes on when nobody waits for it any more.
struct Look {
    explicit Look(const asio::any_io_executor& loop) : over(loop, logind_may_take) {}
    SessionsBefore seen;
    bool done = false;
    asio::steady_timer over;
};

// The asking session is one of those that end where they are more with it than without.
asio::awaitable<void> look_around(SessionEnder& sessions, Uid uid, pid_t asker,
                                  std::shared_ptr<Look> into) {
    if (asker != 0) into->seen.own = co_await sessions.session_of(asker);
    const std::string own = into->seen.own;
    const std::optional<unsigned> others = co_await sessions.others_to_end(uid, own);
    std::optional<unsigned> all = others;
    const std::string none;
    if (!own.empty()) all = co_await sessions.others_to_end(uid, none);
    if (!others || !all) co_return;
    into->seen.ending.asking = *all > *others ? AskingSession::ends : AskingSession::none;
    into->seen.ending.others = others;
}

}  // namespace

asio::awaitable<SessionsBefore> sessions_before(LoginServices& services, Uid uid,
                                                const Request& request) {
    const auto loop = co_await asio::this_coro::executor;
    const auto look = std::make_shared<Look>(loop);
    const bool told = request.context.believed;
    if (told) look->seen.own = request.context.session;
    if (told && look->seen.own.empty()) look->seen.ending.asking = AskingSession::none;
    asio::co_spawn(loop, look_around(services.sessions, uid, told ? 0 : request.caller.pid, look),
                   [look](const std::exception_ptr&) {
                       look->done = true;
                       look->over.cancel();
                   });
    boost::system::error_code woken;
    if (!look->done)
        co_await look->over.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    co_return look->seen;
}

asio::awaitable<void> note_permission(LoginServices& services, Uid uid, EndingSessions& ending) {
    ending.not_permitted = co_await services.sessions.not_permitted(uid);
}

EndingSessions sparing_the_asking(EndingSessions ending, const std::string& told) {
    const bool one_asked = ending.asking == AskingSession::ends ||
                           (ending.asking == AskingSession::unknown && !told.empty());
    if (one_asked) ending.asking = AskingSession::stays;
    return ending;
}

}  // namespace ramd
