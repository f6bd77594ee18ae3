// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/reset_code_maker.h"

#include <algorithm>
#include <utility>

#include "ramd/factor/recovery_codes.h"
#include "ramd/login/credential_mail.h"
#include "ramd/login/guess_gate.h"
#include "ramd/login/new_password.h"
#include "ramd/login/password_check.h"
#include "ramd/login/password_history.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"
#include "ramd/login/reset_code.h"
#include "ramd/login/revoking_change.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;
template <class T>
using Awaitable = boost::asio::awaitable<T>;

// The password that it stands in for is remembered at least until the change: it may not be chosen
// again.
void apply(const LoginServices& services, Profile& profile, PasswordHash hash, Timestamp until) {
    replace_hash(profile, std::move(hash),
                 std::max(services.store.policy().password_reuse_prevention, 1U));
    profile.reset_code_until = until;
    profile.life =
        after(profile.life, ramauth::policy::PasswordEvent::reset_by_administrator, services.now());
    profile.life.reset_required = true;
    profile.guesses = {};
    profile.last_change_nonce.clear();
    profile.updated = services.now();
}

struct NewCode {
    std::uint64_t epoch = 0;  // of the profile for which it was made
    PasswordHash hash;
    Timestamp until;
    std::string last_session;
    std::string mailed_to;  // empty: it is shown
};

std::optional<Refusal> write(LoginServices& services, const UserName& user, NewCode code,
                             const Request& request) {
    auto found = find_modifiable_profile(services, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
    Profile& profile = std::get<Profile>(found);
    const bool moved = !code.mailed_to.empty() && profile.recovery_email != code.mailed_to;
    if (moved || profile.epoch != code.epoch) return refuse(Code::concurrent_modification);
    if (request.too_late()) return refusal_of(Abandoned{});
    apply(services, profile, std::move(code.hash), code.until);
    auto written = commit_and_revoke(services,
                                     {.profile = profile,
                                      .reason = "password-reset",
                                      .last_session = std::move(code.last_session)},
                                     &request);
    if (auto* refusal = std::get_if<Refusal>(&written)) return std::move(*refusal);
    forget_guesses(services, user);
    return std::nullopt;
}

Awaitable<ResetCodeMaker::Made> make_code(LoginServices& services, const UserName& user,
                                          ResetCodeOptions options, const Request& request) {
    auto found = find_modifiable_profile(services, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) co_return std::move(*refusal);
    const Profile& profile = std::get<Profile>(found);
    if (options.mail) {
        if (auto refusal = refuse_mail(services, profile.recovery_email))
            co_return std::move(*refusal);
    }
    ShownOnce code = show_once(new_recovery_code());
    const Secret letters = letters_of_code(code.secret.view()).value();
    auto hashed = co_await hash_new_password(services, letters, request);
    if (auto* refusal = std::get_if<Refusal>(&hashed)) co_return std::move(*refusal);
    std::string last_session = co_await asking_session(services, request);
    ResetCodeMade made{.valid_until = services.now() + reset_code_lifetime, .code = {}};
    if (options.mail) {
        auto mailed =
            co_await mail_reset_code(services, profile, code.secret, made.valid_until, request);
        if (auto* refusal = std::get_if<Refusal>(&mailed)) co_return std::move(*refusal);
        made.sent_to = std::move(std::get<std::string>(mailed));
    } else {
        made.code = std::move(code.fd);
    }
    auto refused =
        write(services, user,
              {profile.epoch, std::move(std::get<PasswordHash>(hashed)), made.valid_until,
               std::move(last_session), options.mail ? profile.recovery_email : std::string()},
              request);
    if (refused) co_return std::move(*refused);
    co_return made;
}

}  // namespace

Awaitable<ResetCodeMaker::Made> ResetCodeMaker::make(UserName user, ResetCodeOptions options,
                                                     Request request) {
    Made made = co_await make_code(services_, user, options, request);
    if (const auto* refusal = std::get_if<Refusal>(&made)) {
        record_refusal(services_, EventKind::manager_refused, user, *refusal, &request);
        co_return made;
    }
    record(services_, EventKind::profile_updated, user,
           options.mail ? "a reset code, mailed" : "a reset code, shown", &request);
    services_.listener.profile_changed(
        user, {"PasswordStatus", "PasswordChangeTime", "PasswordResetRequired",
               "ResetCodeValidUntil", "UpdateDate"});
    co_return made;
}

}  // namespace ramd
