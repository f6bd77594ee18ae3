// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/create_beforehand.h"

#include "ramctl/report.h"

namespace ramctl {
namespace {

std::optional<Refusal> cannot_lock(const Environment& environment, const CreateVerb& verb,
                                   const UserName& user) {
    if (verb.keep_shadow || environment.caller.is_root() || !environment.shadow.is_local(user))
        return std::nullopt;
    return Refusal{Code::no_permission,
                   "only root can lock the password in /etc/shadow: run this as root, or give "
                   "--keep-shadow, which leaves a second password valid",
                   {}};
}

// pam_unix goes by the hash in /etc/passwd where there is one, and asks nobody for a password where
// the field is empty.
std::optional<Refusal> not_in_shadow(const Environment& environment, const CreateVerb& verb,
                                     const UserName& user) {
    if (verb.keep_shadow || !environment.shadow.is_past_shadow(user)) return std::nullopt;
    return Refusal{Code::service_failure,
                   "the password of this account is not in /etc/shadow but in /etc/passwd, where "
                   "it cannot be locked: run pwconv(8) first, then repeat this (--keep-shadow "
                   "leaves it valid, which is a risk)",
                   {}};
}

constexpr unsigned first_user_uid = 1000;  // login.defs(5), UID_MIN
constexpr unsigned nobody_uid = 65534;

// What ramd would refuse for sure. Whether uid 0 may have a profile, ramd.conf says.
std::optional<Refusal> wrong_type(const Environment& environment, const CreateVerb& verb,
                                  const UserName& user) {
    const auto uid = environment.shadow.local_uid(user);
    if (!uid || *uid == 0 || verb.system) return std::nullopt;
    if (*uid >= first_user_uid && *uid != nobody_uid) return std::nullopt;
    return Refusal{Code::invalid_user_type,
                   "This is a system account, which needs to be named as one (--system).",
                   {}};
}

// Is there room for a profile? Asked before /etc/shadow is written, which others than root do not:
// they would have to satisfy polkit twice.
Answer<Done> not_free(Environment& environment, const UserName& user) {
    if (!environment.caller.is_root()) return Done{};
    auto answer = environment.client.profile(user);
    if (auto* unanswered = std::get_if<NoAnswer>(&answer)) return std::move(*unanswered);
    if (auto* refusal = std::get_if<Refusal>(&answer)) {
        if (refusal->code == Code::no_login_profile) return Done{};
        return std::move(*refusal);
    }
    return Refusal{Code::login_profile_exists,
                   "This account has a login profile already. Update it, or delete it first.",
                   {}};
}

}  // namespace

Answer<Done> refused_beforehand(Environment& environment, const CreateVerb& verb,
                                const UserName& user) {
    if (auto refusal = cannot_lock(environment, verb, user)) return std::move(*refusal);
    if (auto refusal = wrong_type(environment, verb, user)) return std::move(*refusal);
    if (auto refusal = not_in_shadow(environment, verb, user)) return std::move(*refusal);
    return not_free(environment, user);
}

}  // namespace ramctl
