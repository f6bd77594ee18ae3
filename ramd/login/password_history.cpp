// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_history.h"

#include <algorithm>
#include <utility>

#include "ramd/login/password_check.h"
#include "ramd/login/refusals.h"
#include "ramd/login/reset_code.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using ramauth::Code;
using ramauth::Refusal;

// Whether the password is the one of `hash`, or why that cannot be known.
asio::awaitable<std::variant<bool, Refusal>> is_password_of(LoginServices& services,
                                                            const PasswordHash& hash,
                                                            const Secret& normalised,
                                                            const Request& request) {
    const CheckAnswer answer = co_await services.pool.check(normalised, hash, request);
    if (std::holds_alternative<Busy>(answer)) co_return refusal_of(Busy{});
    if (std::holds_alternative<Abandoned>(answer)) co_return refusal_of(Abandoned{});
    const auto checked = std::get<HashCheck>(answer);
    if (checked == HashCheck::no_memory) co_return refusal_of(NoMemory{});
    co_return checked == HashCheck::match;
}

// The one that a reset code stands in for counts as the present one.
std::size_t remembered_of(const LoginServices& services, const Profile& profile) {
    return std::max(services.store.policy().password_reuse_prevention,
                    has_reset_code(profile) ? 1U : 0U);
}

Refusal refuse_earlier(std::size_t remembered) {
    Refusal refusal = refuse(Code::password_reused);
    if (remembered == 1) {
        refusal.sentence = "The new password is the one that you had before. Choose another one.";
        return refusal;
    }
    refusal.sentence = "The new password is one of your last " + std::to_string(remembered) +
                       " passwords. Choose another one.";
    return refusal;
}

}  // namespace

asio::awaitable<std::optional<Refusal>> refuse_reused(LoginServices& services,
                                                      const Profile& profile,
                                                      const Secret& normalised, const Secret* old,
                                                      const Request& request) {
    if (old != nullptr) {
        if (*old == normalised) co_return refuse(Code::password_reused);
    } else if (const auto typed = as_hashed(profile, normalised.clone())) {
        const auto same = co_await is_password_of(services, profile.hash, *typed, request);
        if (const auto* refusal = std::get_if<Refusal>(&same)) co_return *refusal;
        if (std::get<bool>(same)) co_return refuse(Code::password_reused);
    }
    const std::size_t remembered = remembered_of(services, profile);
    for (std::size_t i = 0; i < std::min(profile.history.size(), remembered); ++i) {
        const auto earlier =
            co_await is_password_of(services, profile.history[i], normalised, request);
        if (const auto* refusal = std::get_if<Refusal>(&earlier)) co_return *refusal;
        if (std::get<bool>(earlier)) co_return refuse_earlier(remembered);
    }
    co_return std::nullopt;
}

void replace_hash(Profile& profile, PasswordHash replacement, unsigned remembered) {
    PasswordHash earlier = std::exchange(profile.hash, std::move(replacement));
    if (!has_reset_code(profile))
        profile.history.insert(profile.history.begin(), std::move(earlier));
    profile.reset_code_until = ramauth::never;
    profile.factor_sources.clear();
    if (profile.history.size() > remembered) profile.history.resize(remembered);
}

}  // namespace ramd
