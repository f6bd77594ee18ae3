// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_check.h"

#include <limits>

#include "policy/password_rules.h"
#include "ramd/login/orphan.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

Refusal damaged_hash() {
    return {Code::service_failure, "The stored password cannot be checked.", {}};
}

// Why no password is right at this moment; empty where the right one is.
std::string reason_against(const LoginServices& services, const Profile& profile, bool well_formed,
                           const Request& request) {
    if (is_orphaned(profile, request.context)) return "the profile is orphaned";
    if (services.now() < profile.locked_until) return "the profile is locked";
    if (!well_formed) return "what was typed cannot be a password";
    return {};
}

}  // namespace

Refusal refusal_of(Busy) {
    return refuse(Code::limit_exceeded);
}

Refusal refusal_of(Abandoned) {
    return {Code::limit_exceeded, "The caller went away.", {}};
}

Refusal refusal_of(NoMemory) {
    return {Code::service_failure, "There was no memory to check the password. Try again.", {}};
}

boost::asio::awaitable<PasswordAnswer> check_typed_password(LoginServices& services,
                                                            const Profile& profile,
                                                            const Secret& typed,
                                                            const Request& request) {
    auto normalised = ramauth::policy::normalise(typed);
    // Hashed like any other; what comes of it is thrown away below.
    const Secret stand_in = Secret::copy_of(std::string_view("-"));
    const CheckAnswer answer =
        co_await services.pool.check(normalised ? *normalised : stand_in, profile.hash, request);
    if (std::holds_alternative<Busy>(answer)) co_return refusal_of(Busy{});
    if (std::holds_alternative<Abandoned>(answer)) co_return refusal_of(Abandoned{});
    const auto checked = std::get<HashCheck>(answer);
    if (checked == HashCheck::no_memory) co_return refusal_of(NoMemory{});
    if (checked == HashCheck::malformed) co_return damaged_hash();
    auto against = reason_against(services, profile, normalised.has_value(), request);
    if (!against.empty()) co_return WrongPassword{std::move(against)};
    if (checked != HashCheck::match) co_return WrongPassword{"wrong password"};
    co_return RightPassword{std::move(*normalised)};
}

void count_failure(LoginServices& services, const UserName& user, const Request& request) {
    auto found = find_profile(services, user, &request);
    auto* profile = std::get_if<Profile>(&found);
    if (profile == nullptr) return;
    if (profile->failed_attempts < std::numeric_limits<unsigned>::max()) ++profile->failed_attempts;
    StoreChange change;
    change.put = std::move(*profile);
    commit_if_possible(services, change, user, &request);
}

}  // namespace ramd
