// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/guess_gate.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "policy/network_mask.h"
#include "ramd/login/known_sources.h"
#include "ramd/login/profile_access.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
namespace policy = ramauth::policy;

// Local guesses are told apart by who makes them: another user's su is not the owner's console.
GuessOrigin origin_of(const Profile& profile, const Request& request) {
    const LogonContext& context = request.context;
    if (const std::string& remote = remote_of(context); !remote.empty())
        return {policy::guess_source(remote), is_known_source(profile, context)};
    const Uid caller = context.caller_uid.value_or(request.caller.uid);
    if (caller.value == 0) return {"console " + context.tty, true};
    return {"uid " + std::to_string(caller.value), caller == profile.uid};
}

// Root is slowed down like everybody, and never locked.
policy::PasswordPolicy policy_for(const LoginServices& services, const Profile& profile) {
    policy::PasswordPolicy in_force = services.store.policy();
    if (profile.uid.value == 0) in_force.max_login_attempts = in_force.max_consecutive_failures = 0;
    return in_force;
}

unsigned count_under_way(const GuessBook& book, const UserName& user) {
    const auto found = book.under_way.find(user);
    return found == book.under_way.end() ? 0 : found->second;
}

struct Looked {
    Turn turn = Turn::now;
    std::string against;  // why not now
};

Looked look(const LoginServices& services, const Profile& profile, const Request& request) {
    const auto now = services.moment();
    const auto& record = guesses_of(services, profile);
    if (profile.uid.value != 0 && policy::is_locked(record, now))
        return {Turn::never, "the profile is locked"};
    const Turn turn =
        services.guesses.pauses.turn(profile.user, origin_of(profile, request), now.boottime_us);
    if (turn == Turn::never) return {turn, "slowed down after failures"};
    const unsigned under_way = count_under_way(services.guesses, profile.user);
    if (turn == Turn::later ||
        !policy::has_place(record, policy_for(services, profile), under_way, now))
        return {Turn::later, "others are under way that may be the last ones allowed"};
    return {};
}

// One place in a row; it is left when it is woken and when its coroutine goes.
class Stand {
public:
    Stand(GuessBook& book, UserName user, asio::steady_timer& timer, bool is_owners, bool first)
        : book_(book), user_(std::move(user)), timer_(timer) {
        auto& waiting = book_.waiting[user_];
        auto& row = is_owners ? waiting.owners : waiting.strangers;
        // One that was woken for nothing keeps its place.
        row.insert(first ? row.end() : row.begin(), &timer);
    }
    Stand(const Stand&) = delete;
    Stand& operator=(const Stand&) = delete;
    ~Stand() {
        const auto found = book_.waiting.find(user_);
        if (found == book_.waiting.end()) return;
        std::erase(found->second.owners, &timer_);
        std::erase(found->second.strangers, &timer_);
        if (found->second.owners.empty() && found->second.strangers.empty())
            book_.waiting.erase(found);
    }

private:
    GuessBook& book_;
    const UserName user_;
    asio::steady_timer& timer_;
};

// The first of each row looks again; who takes a place or is sent away wakes the next.
void wake_next(GuessBook& book, const UserName& user) {
    const auto found = book.waiting.find(user);
    if (found == book.waiting.end()) return;
    if (!found->second.owners.empty()) found->second.owners.front()->cancel();
    if (!found->second.strangers.empty()) found->second.strangers.front()->cancel();
}

void announce_lock(LoginServices& services, const Profile& profile,
                   const policy::GuessRecord& record, const Request& request) {
    const Timestamp until = policy::locked_until(record, services.moment());
    ramd::record(services, EventKind::profile_locked, profile.user,
                 until == Timestamp::max() ? "until an administrator unlocks it"
                                           : "for " + std::to_string(record.lock->minutes) + " min",
                 &request);
    services.listener.login_locked(profile.user, until);
    services.listener.profile_changed(profile.user, {"FailedLoginAttempts", "LockedUntil"});
}

}  // namespace

const policy::GuessRecord& guesses_of(const LoginServices& services, const Profile& profile) {
    const auto found = services.guesses.unwritten.find(profile.user);
    return found == services.guesses.unwritten.end() ? profile.guesses : found->second;
}

asio::awaitable<bool> await_place(LoginServices& services, UserName user, const Request& request) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (bool first = true;; first = false) {
        const auto found = find_profile(services, user, &request);
        const auto* profile = std::get_if<Profile>(&found);
        if (profile == nullptr || look(services, *profile, request).turn != Turn::later)
            co_return true;
        if (request.too_late()) {
            wake_next(services.guesses, user);
            co_return false;
        }
        const Stand stand(services.guesses, user, timer, origin_of(*profile, request).is_owners,
                          first);
        timer.expires_after(request.deadline.left());
        boost::system::error_code ended;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
}

Guess::Guess(LoginServices& services, const Profile& profile, const Request& request)
    : services_(services),
      book_(services.guesses),
      request_(request),
      user_(profile.user),
      origin_(origin_of(profile, request)) {
    const auto found = find_profile(services, user_, &request);
    const auto* present = std::get_if<Profile>(&found);
    against_ = look(services, present != nullptr ? *present : profile, request).against;
    if (against_.empty()) {
        unsigned& under_way = book_.under_way[user_];
        book_.pauses.begin(user_, origin_, services.moment().boottime_us);
        ++under_way;
    }
    // There may be room for more, or none any more for anybody.
    wake_next(services.guesses, user_);
}

Guess::~Guess() {
    if (!against_.empty()) return;
    const auto place = book_.under_way.find(user_);
    if (--place->second == 0) book_.under_way.erase(place);
    book_.pauses.ended(user_, origin_);
    wake_next(book_, user_);
}

void Guess::wrong() {
    if (!against_.empty()) return;
    const auto now = services_.moment();
    services_.guesses.pauses.failed(user_, origin_, now.boottime_us);
    auto found = find_profile(services_, user_, &request_);
    auto* profile = std::get_if<Profile>(&found);
    if (profile == nullptr) return;
    policy::GuessRecord counted = guesses_of(services_, *profile);
    const bool locks = policy::add_failure(counted, policy_for(services_, *profile), now);
    profile->guesses = counted;
    (void)write_or_keep_guesses(services_, *profile, request_);
    if (locks) announce_lock(services_, *profile, counted, request_);
}

void Guess::pay() {
    auto found = find_profile(services_, user_, &request_);
    auto* profile = std::get_if<Profile>(&found);
    if (profile == nullptr) return;
    profile->guesses = guesses_of(services_, *profile);
    (void)write_or_keep_guesses(services_, *profile, request_);
}

void forgive(LoginServices& services, Profile& profile, const Request& request) {
    services.guesses.pauses.succeeded(profile.user, origin_of(profile, request));
    profile.guesses = {};
}

void forget_guesses(LoginServices& services, const UserName& user) {
    services.guesses.pauses.forget(user);
    services.guesses.unwritten.erase(user);
}

bool write_or_keep_guesses(LoginServices& services, const Profile& profile,
                           const Request& request) {
    StoreChange change;
    change.put = profile;
    const bool written = commit_if_possible(services, change, profile.user, &request);
    if (written)
        services.guesses.unwritten.erase(profile.user);
    else
        services.guesses.unwritten.insert_or_assign(profile.user, profile.guesses);
    return written;
}

}  // namespace ramd
