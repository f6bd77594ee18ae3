// SPDX-License-Identifier: LGPL-2.1-or-later
// What stands between a guess and its answer (MODEL.md, section 5): the lock, kept in the store,
// and the pauses, kept in memory. A guess takes its place in both before it is checked, so that
// parallel guesses are counted too; only one that is confirmed wrong is kept, and written before it
// is answered.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <map>
#include <string>

#include "policy/guessing.h"
#include "ramd/login/guess_pauses.h"
#include "ramd/store/profile.h"

namespace ramd {

struct LoginServices;
struct Request;

// What is remembered of guesses beside the store. Owned by the daemon; one for all use cases.
class GuessBook {
public:
    explicit GuessBook(PauseSettings settings = {}) : pauses(settings) {}

    // Guesses of one user that wait for a place, first come, first served. Those from the user's
    // own sources do not stand behind strangers.
    struct Waiting {
        std::deque<boost::asio::steady_timer*> owners;
        std::deque<boost::asio::steady_timer*> strangers;
    };

    GuessPauses pauses;
    std::map<UserName, unsigned> under_way;
    std::map<UserName, Waiting> waiting;
    // Failures that the store could not take, in the place of what it has.
    std::map<UserName, ramauth::policy::GuessRecord> unwritten;
};

// The failures that count: the store's, or newer ones that it could not take.
[[nodiscard]] const ramauth::policy::GuessRecord& guesses_of(const LoginServices& services,
                                                             const Profile& profile);

// Waits while others of this user are under way that might be the last ones allowed: many logons at
// once with the right password all get in. False where the request's time was over first. What
// stands in the store may have changed by then.
[[nodiscard]] boost::asio::awaitable<bool> await_place(LoginServices& services, UserName user,
                                                       const Request& request);

// One guess, from before it is checked until it is known what it was. Neither wrong() nor right():
// nothing is known, and nothing is counted.
class Guess {
public:
    Guess(LoginServices& services, const Profile& profile, const Request& request);
    Guess(const Guess&) = delete;
    Guess& operator=(const Guess&) = delete;
    ~Guess();

    // Why the answer is no whatever the password is, for the journal; empty where the password
    // decides.
    [[nodiscard]] const std::string& against() const noexcept { return against_; }
    // Confirmed wrong: counted, in memory where the store cannot take it. Never throws for that.
    void wrong();
    // Any other no: writes as much as a counted failure does, so that it takes as long.
    void pay();

private:
    LoginServices& services_;
    GuessBook& book_;  // outlives the loop and with it every guess
    const Request& request_;
    UserName user_;
    GuessOrigin origin_;
    std::string against_;
};

// The logon was let in: what counted against it is forgotten, in memory at once. `profile` is about
// to be written by write_or_keep_guesses().
void forgive(LoginServices& services, Profile& profile, const Request& request);

// An administrator's reset, unlock or delete, or the user's own change, was committed.
void forget_guesses(LoginServices& services, const UserName& user);

// Writes the profile where that is possible, and says whether it was. Its guesses count in any
// case.
bool write_or_keep_guesses(LoginServices& services, const Profile& profile, const Request& request);

}  // namespace ramd
