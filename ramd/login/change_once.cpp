// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/change_once.h"

#include <optional>

#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

constexpr std::size_t longest_nonce = 128;

// The same nonce may be tried again where nothing was decided.
bool is_final(const ChangeOutcome& outcome) {
    const auto* refusal = std::get_if<Refusal>(&outcome);
    return refusal == nullptr ||
           (refusal->code != Code::limit_exceeded && refusal->code != Code::service_failure);
}

// A change that was committed before ramd was started anew.
std::optional<PasswordChanged> committed_before(LoginServices& services, const UserName& user,
                                                const Request& request) {
    const auto found = find_profile(services, user, &request);
    const auto* profile = std::get_if<Profile>(&found);
    if (profile == nullptr || profile->last_change_nonce != stored_nonce(request))
        return std::nullopt;
    return PasswordChanged{profile->epoch};
}

}  // namespace

std::string stored_nonce(const Request& request) {
    if (request.context.nonce.empty()) return {};
    return std::to_string(request.caller.uid.value) + ":" + request.context.nonce;
}

boost::asio::awaitable<ChangeOutcome> change_once(LoginServices& services, NonceBook& nonces,
                                                  const UserName& user, const Request& request,
                                                  const MakeChange& make) {
    const std::string& nonce = request.context.nonce;
    if (nonce.size() > longest_nonce)
        co_return refuse_format("Nonce", "A nonce has at most 128 characters.");
    if (nonce.empty()) co_return co_await make();
    NonceBook::Key key{user, request.caller.uid, nonce};
    auto claimed = co_await nonces.claim(std::move(key));
    if (auto* outcome = std::get_if<ChangeOutcome>(&claimed)) co_return std::move(*outcome);
    auto& claim = std::get<NonceBook::Claim>(claimed);
    if (const auto before = committed_before(services, user, request)) {
        claim.settle(*before);
        co_return *before;
    }
    ChangeOutcome outcome = co_await make();
    if (is_final(outcome)) claim.settle(outcome);
    co_return outcome;
}

}  // namespace ramd
