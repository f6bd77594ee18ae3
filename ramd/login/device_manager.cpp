// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/device_manager.h"

#include <utility>

#include "ramd/login/code_check.h"
#include "ramd/login/factor_demand.h"
#include "ramd/login/guess_gate.h"
#include "ramd/login/orphan.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"
#include "shared/wire.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

// Wherever the next logon comes from.
bool has_to_bind(const LoginServices& services, const Profile& profile) {
    const auto demand = factor_of_logon(services, profile, {});
    return demand.kind == ramauth::policy::FactorDemand::Kind::bind;
}

std::optional<Refusal> refuse_create(LoginServices& services, const UserName& user,
                                     const Request& request) {
    const auto found = find_served_profile(services, user, &request);
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    return refuse_binding(std::get<Profile>(found), request);
}

FoundProfile find_bound(LoginServices& services, const UserName& user, const Request& request) {
    auto found = find_served_profile(services, user, &request);
    const auto* profile = std::get_if<Profile>(&found);
    if (profile == nullptr) return found;
    if (is_orphaned(*profile, request.context)) return refuse(Code::temporarily_unmodifiable);
    if (!profile->device) return refuse(Code::no_mfa_device);
    return found;
}

std::optional<Refusal> refuse_unbind(LoginServices& services, const UserName& user,
                                     const Request& request) {
    const auto found = find_bound(services, user, request);
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    return std::nullopt;
}

std::vector<std::string> ways_of_a_device() {
    return {ramauth::wire::factor::totp, ramauth::wire::factor::recovery_code};
}

std::optional<Refusal> take_away(LoginServices& services, const UserName& user,
                                 const Request& request) {
    auto found = find_bound(services, user, request);
    if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
    Profile& profile = std::get<Profile>(found);
    profile.device.reset();
    profile.updated = services.now();
    profile.guesses = guesses_of(services, profile);
    StoreChange change;
    change.put = std::move(profile);
    return commit_or_refuse(services, change);
}

std::optional<Refusal> unbind_and_tell(LoginServices& services, const UserName& user,
                                       const char* by, const Request& request) {
    if (auto refusal = take_away(services, user, request)) {
        record_refusal(services, EventKind::manager_refused, user, *refusal, &request);
        return refusal;
    }
    record(services, EventKind::mfa_device_unbound, user, by, &request);
    services.listener.profile_changed(user, {"MFADevice", "UpdateDate"});
    return std::nullopt;
}

}  // namespace

Refusal not_owners() {
    return {Code::change_not_allowed,
            "You may not manage the devices for verification codes of your account. Ask an "
            "administrator.",
            {}};
}

bool DeviceManager::owners_may() const {
    return services_.store.preference().allow_user_to_manage_mfa_devices;
}

std::variant<MFAInfo, Refusal> DeviceManager::info(const UserName& user) const {
    auto found = find_profile(services_, user, nullptr);
    if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
    Profile& profile = std::get<Profile>(found);
    MFAInfo info;
    info.known_sources = std::move(profile.factor_sources);
    info.bind_required = has_to_bind(services_, profile);
    if (!profile.device) return info;
    info.algorithm = profile.device->algorithm;
    info.bound = profile.device->bound;
    info.recovery_codes_left = profile.device->recovery_codes.size();
    return info;
}

std::variant<DeviceOffer, Refusal> DeviceManager::create(const UserName& user,
                                                         TotpAlgorithm algorithm, DeviceRight right,
                                                         const Request& request) {
    auto refusal = right == DeviceRight::owner && !owners_may()
                       ? not_owners()
                       : refuse_create(services_, user, request);
    if (refusal) {
        record_refusal(services_, EventKind::manager_refused, user, *refusal, &request);
        return std::move(*refusal);
    }
    TotpDevice device = new_device(algorithm);
    DeviceOffer offer = offer_of(services_, user, device);
    services_.offers.offer(user, std::move(device), services_.clock());
    return offer;
}

boost::asio::awaitable<std::variant<Secret, Refusal>> DeviceManager::bind(UserName user,
                                                                          CodePair codes,
                                                                          DeviceRight right,
                                                                          Request request) {
    auto refusal = right == DeviceRight::owner && !owners_may()
                       ? not_owners()
                       : refuse_create(services_, user, request);
    const TotpDevice* offered = services_.offers.find(user, services_.clock());
    if (!refusal && offered == nullptr) refusal = refuse(Code::no_mfa_device);
    if (refusal) {
        record_refusal(services_, EventKind::manager_refused, user, *refusal, &request);
        co_return std::move(*refusal);
    }
    Binding binding{.user = std::move(user),
                    .device = *offered,
                    .codes = std::move(codes),
                    .by_administrator = right == DeviceRight::administrator};
    co_return co_await bind_device(services_, std::move(binding), request);
}

std::optional<Refusal> DeviceManager::unbind(const UserName& user, const Request& request) {
    return unbind_and_tell(services_, user, "by an administrator", request);
}

boost::asio::awaitable<std::optional<Refusal>> DeviceManager::unbind_own(UserName user, Secret code,
                                                                         Request request) {
    auto refusal = owners_may() ? refuse_unbind(services_, user, request) : not_owners();
    std::string why;
    if (!refusal) {
        CodeAnswer answer = co_await check_code(services_, user, ways_of_a_device(), code, request);
        if (auto* trouble = std::get_if<Refusal>(&answer)) refusal = std::move(*trouble);
        if (auto* wrong = std::get_if<WrongCode>(&answer)) {
            refusal = refuse(Code::authentication_failed);
            why = std::move(wrong->why);
        }
    }
    if (!refusal) co_return unbind_and_tell(services_, user, "by its owner", request);
    record_refusal(services_, EventKind::manager_refused, user, *refusal, &request, std::move(why));
    co_return refusal;
}

}  // namespace ramd
