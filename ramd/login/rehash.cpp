// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/rehash.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "ramd/login/profile_access.h"

namespace ramd {
namespace {

constexpr std::chrono::seconds patience{30};

boost::asio::awaitable<void> rehash(LoginServices& services, Profile proved, Secret normalised,
                                    Request request) {
    HashAnswer answer = co_await services.pool.hash_when_idle(normalised, request);
    auto* hash = std::get_if<PasswordHash>(&answer);
    if (hash == nullptr) co_return;
    auto found = find_profile(services, proved.user, &request);
    auto* present = std::get_if<Profile>(&found);
    // Logons write the record all the time; what must not have changed is the password.
    if (present == nullptr || present->epoch != proved.epoch || present->hash != proved.hash)
        co_return;
    present->hash = std::move(*hash);
    StoreChange change;
    change.put = std::move(*present);
    commit_if_possible(services, change, proved.user, &request);
}

}  // namespace

void rehash_later(const boost::asio::any_io_executor& loop, LoginServices& services, Profile proved,
                  Secret normalised, const Request& request) {
    Request own{.id = request.id,
                .caller = request.caller,
                .context = {},
                .deadline = Deadline::after(patience)};
    boost::asio::co_spawn(
        loop, rehash(services, std::move(proved), std::move(normalised), std::move(own)),
        boost::asio::detached);
}

}  // namespace ramd
