// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/new_password.h"

#include <fcntl.h>

#include <cerrno>
#include <system_error>

#include "policy/generated_password.h"
#include "policy/password_rules.h"
#include "ramd/login/password_check.h"
#include "ramd/login/random_bytes.h"
#include "ramd/login/refusals.h"
#include "shared/secret_fd.h"

namespace ramd {

using ramauth::Code;
using ramauth::Refusal;
namespace asio = boost::asio;

std::variant<Secret, Refusal> accept_new_password(const LoginServices& services,
                                                  const NewPassword& wanted) {
    auto normalised = ramauth::policy::normalise(wanted.typed);
    if (!normalised) return refuse(Code::password_malformed);
    const auto& policy = services.store.policy();
    const auto broken = ramauth::policy::broken_rules({.normalised = *normalised,
                                                       .policy = policy,
                                                       .user = wanted.user.str(),
                                                       .old = wanted.old});
    if (!broken.empty()) {
        Refusal refusal{Code::password_too_weak, {}, {}};
        for (const auto& rule : broken) {
            if (!refusal.sentence.empty()) refusal.sentence.push_back('\n');
            refusal.sentence.append(rule.sentence);
        }
        return refusal;
    }
    // There is no list yet that could be asked.
    if (policy.weak_list_required) return refuse(Code::weak_list_unavailable);
    return std::move(*normalised);
}

GeneratedPassword generate_new_password(const LoginServices& services, const UserName& user) {
    Secret secret =
        ramauth::policy::generate_password(services.store.policy(), user.str(), random_bytes);
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
