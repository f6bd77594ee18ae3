// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_check.h"

#include "policy/password_text.h"
#include "ramd/login/guess_gate.h"
#include "ramd/login/orphan.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"
#include "ramd/login/reset_code.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

Refusal damaged_hash() {
    return {Code::service_failure, "The stored password cannot be checked.", {}};
}

// The password was changed, or the profile orphaned, while the guess waited for its place: what is
// known of it is no longer true.
bool has_changed(LoginServices& services, const Profile& profile, const Request& request) {
    const auto found = find_profile(services, profile.user, &request);
    const auto* present = std::get_if<Profile>(&found);
    return present != nullptr &&
           (present->epoch != profile.epoch || present->orphaned != profile.orphaned);
}

std::string why_wrong(const Profile& profile, bool over, bool possible) {
    if (over) return "the reset code has expired";
    if (has_reset_code(profile)) return "wrong reset code";
    return possible ? "wrong password" : "what was typed cannot be a password";
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
    if (!co_await await_place(services, profile.user, request) ||
        has_changed(services, profile, request))
        co_return refusal_of(Busy{});
    Guess guess(services, profile, request);
    auto normalised = as_hashed(profile, ramauth::policy::normalise(typed));
    // Hashed like any other; what comes of it is thrown away below.
    const Secret stand_in = Secret::copy_of(std::string_view("-"));
    const CheckAnswer answer =
        co_await services.pool.check(normalised ? *normalised : stand_in, profile.hash, request);
    if (std::holds_alternative<Busy>(answer)) co_return refusal_of(Busy{});
    if (std::holds_alternative<Abandoned>(answer)) co_return refusal_of(Abandoned{});
    const auto checked = std::get<HashCheck>(answer);
    if (checked == HashCheck::no_memory) co_return refusal_of(NoMemory{});
    if (checked == HashCheck::malformed) co_return damaged_hash();
    const bool orphaned = is_orphaned(profile, request.context);
    if (orphaned || !guess.against().empty()) {
        guess.pay();
        co_return WrongPassword{orphaned ? "the profile is orphaned" : guess.against()};
    }
    const bool right = normalised && checked == HashCheck::match;
    const bool over = has_reset_code(profile) && is_reset_code_over(services, profile);
    if (right && !over) co_return RightPassword{std::move(*normalised)};
    guess.wrong();
    co_return WrongPassword{why_wrong(profile, right, normalised.has_value())};
}

}  // namespace ramd
