// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/new_password.h"

#include <fcntl.h>

#include <cerrno>
#include <system_error>

#include "policy/generated_password.h"
#include "ramd/login/password_check.h"
#include "ramd/login/random_bytes.h"
#include "ramd/login/refusals.h"
#include "shared/secret_fd.h"

namespace ramd {

using ramauth::Code;
using ramauth::Refusal;
namespace asio = boost::asio;

namespace {

using ramauth::policy::BrokenRule;

std::vector<BrokenRule> strength_rules_broken_by(const LoginServices& services,
                                                 const NewPassword& wanted,
                                                 const Secret& normalised) {
    return ramauth::policy::broken_rules({.normalised = normalised,
                                          .policy = services.store.policy(),
                                          .user = wanted.user.str(),
                                          .old = wanted.old});
}

Refusal refuse_too_weak(const std::vector<BrokenRule>& broken) {
    Refusal refusal{Code::password_too_weak, {}, {}};
    for (const auto& rule : broken) {
        if (!refusal.sentence.empty()) refusal.sentence.push_back('\n');
        refusal.sentence.append(rule.sentence);
    }
    return refusal;
}

BrokenRule rule_of(const Refusal& refusal) {
    return {ramauth::code_text(refusal.code), refusal.sentence};
}

}  // namespace

asio::awaitable<std::variant<Secret, Refusal>> accept_new_password(const LoginServices& services,
                                                                   NewPassword wanted) {
    auto normalised = ramauth::policy::normalise(wanted.typed);
    if (!normalised) co_return refuse(Code::password_malformed);
    const auto broken = strength_rules_broken_by(services, wanted, *normalised);
    if (!broken.empty()) co_return refuse_too_weak(broken);
    std::optional<Refusal> refusal;
    if (wanted.by_program && !services.store.policy().intercept_risk_password_on_api)
        refusal = refuse_without_list(services);
    else
        refusal = co_await refuse_weak(services,
                                       {wanted.typed, *normalised, wanted.user, wanted.contact});
    if (refusal) co_return std::move(*refusal);
    co_return std::move(*normalised);
}

asio::awaitable<std::vector<BrokenRule>> rules_broken_by(const LoginServices& services,
                                                         NewPassword wanted) {
    const auto normalised = ramauth::policy::normalise(wanted.typed);
    std::vector<BrokenRule> broken;
    if (!normalised) {
        broken.push_back(rule_of(refuse(Code::password_malformed)));
        co_return broken;
    }
    broken = strength_rules_broken_by(services, wanted, *normalised);
    const auto refusal =
        co_await refuse_weak(services, {wanted.typed, *normalised, wanted.user, wanted.contact});
    if (refusal) broken.push_back(rule_of(*refusal));
    co_return broken;
}

ShownOnce generate_new_password(const LoginServices& services, const UserName& user) {
    return show_once(
        ramauth::policy::generate_password(services.store.policy(), user.str(), random_bytes));
}

ShownOnce show_once(Secret secret) {
    ramauth::UniqueFd fd = ramauth::secret_to_fd(secret);
    ramauth::UniqueFd room(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));
    if (!room) throw std::system_error(errno, std::generic_category(), "fcntl(F_DUPFD_CLOEXEC)");
    return {std::move(secret), std::move(fd), std::move(room)};
}

asio::awaitable<std::variant<PasswordHash, Refusal>> hash_new_password(LoginServices& services,
                                                                       const Secret& normalised,
                                                                       const Request& request) {
    HashAnswer answer = co_await services.pool.hash(normalised, request);
    if (auto* hash = std::get_if<PasswordHash>(&answer)) co_return std::move(*hash);
    if (std::holds_alternative<Busy>(answer)) co_return refusal_of(Busy{});
    if (std::holds_alternative<Abandoned>(answer)) co_return refusal_of(Abandoned{});
    co_return refusal_of(NoMemory{});
}

}  // namespace ramd
