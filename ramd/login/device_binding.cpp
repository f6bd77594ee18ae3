// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/device_binding.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "ramd/factor/recovery_codes.h"
#include "ramd/factor/totp.h"
#include "ramd/login/guess_gate.h"
#include "ramd/login/orphan.h"
#include "ramd/login/password_check.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Code;
using ramauth::Refusal;

struct NotBound {
    Refusal refusal;
    std::string why = {};  // for the journal, where that is more than the refusal says
};
using Outcome = std::variant<Secret, NotBound>;

// Short, so that its picture is small. What is no name of a host is none for an app either.
std::string name_of_host(const LoginServices& services) {
    const auto may_stand = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.';
    };
    for (const std::string& name : services.host_names()) {
        if (!name.empty() && std::all_of(name.begin(), name.end(), may_stand)) return name;
    }
    return "localhost";
}

std::int64_t seconds_of(Timestamp time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

FoundProfile find_bindable(LoginServices& services, const Binding& binding,
                           const Request& request) {
    auto found = find_served_profile(services, binding.user, &request);
    const auto* profile = std::get_if<Profile>(&found);
    if (profile == nullptr) return found;
    if (binding.epoch && *binding.epoch != profile->epoch) return refuse(Code::ticket_expired);
    if (auto refusal = refuse_binding(*profile, request)) return std::move(*refusal);
    return found;
}

// Both codes have to say the same: one alone is found by chance now and then.
std::string why_wrong(const Binding& binding, std::int64_t now) {
    const auto offset_of = [&](const Secret& code) {
        return totp_offset(binding.device.seed, binding.device.algorithm, code.view(), now);
    };
    const auto first = offset_of(binding.codes.first);
    const auto second = offset_of(binding.codes.second);
    const auto step = static_cast<std::int64_t>(totp_step_seconds);
    if (!first || !second || *second - *first != step) return "the two codes do not fit";
    return "the two codes are of a clock that is " + std::to_string(std::abs(*second)) + " s " +
           (*second < 0 ? "behind" : "ahead of") + " this host's";
}

struct RecoveryCodes {
    Secret lines;
    std::vector<std::string> hashes;
};

RecoveryCodes new_recovery_codes() {
    RecoveryCodes codes{Secret(Secret::max_size), {}};
    for (std::size_t i = 0; i < recovery_codes_at_once; ++i) {
        const Secret code = new_recovery_code();
        for (const char c : code.view()) codes.lines.push_back(c);
        codes.lines.push_back('\n');
        codes.hashes.push_back(hash_recovery_code(code.view()));
    }
    return codes;
}

Outcome write(LoginServices& services, Profile profile, TotpDevice device, const Request& request) {
    if (request.too_late()) return NotBound{refusal_of(Abandoned{})};
    RecoveryCodes codes = new_recovery_codes();
    device.bound = services.now();
    device.recovery_codes = std::move(codes.hashes);
    profile.updated = device.bound;
    // Where the user came from before there was a factor to be given proves nothing.
    profile.factor_sources.clear();
    profile.device = std::move(device);
    profile.guesses = guesses_of(services, profile);
    StoreChange change;
    change.put = std::move(profile);
    if (auto refusal = commit_or_refuse(services, change)) return NotBound{std::move(*refusal)};
    return std::move(codes.lines);
}

Outcome check_and_write(LoginServices& services, Profile profile, Binding& binding,
                        const Request& request) {
    const std::int64_t now = seconds_of(services.now());
    const auto step = match_totp_pair(binding.device.seed, binding.device.algorithm,
                                      binding.codes.first.view(), binding.codes.second.view(), now);
    if (!step) return NotBound{refuse(Code::binding_codes_wrong), why_wrong(binding, now)};
    binding.device.last_step = *step;
    return write(services, std::move(profile), std::move(binding.device), request);
}

Outcome guess(LoginServices& services, Profile profile, Binding& binding, const Request& request) {
    Guess guess(services, profile, request);
    if (!guess.against().empty()) {
        guess.pay();
        return NotBound{refuse(Code::binding_codes_wrong), guess.against()};
    }
    Outcome outcome = check_and_write(services, std::move(profile), binding, request);
    const auto* not_bound = std::get_if<NotBound>(&outcome);
    if (not_bound != nullptr && not_bound->refusal.code == Code::binding_codes_wrong) guess.wrong();
    return outcome;
}

boost::asio::awaitable<Outcome> attempt(LoginServices& services, Binding& binding,
                                        const Request& request) {
    auto found = find_bindable(services, binding, request);
    if (auto* refusal = std::get_if<Refusal>(&found)) co_return NotBound{std::move(*refusal)};
    if (binding.by_administrator)
        co_return check_and_write(services, std::move(std::get<Profile>(found)), binding, request);
    if (!co_await await_place(services, binding.user, request))
        co_return NotBound{refusal_of(Busy{})};
    found = find_bindable(services, binding, request);
    if (auto* refusal = std::get_if<Refusal>(&found)) co_return NotBound{std::move(*refusal)};
    co_return guess(services, std::move(std::get<Profile>(found)), binding, request);
}

}  // namespace

TotpDevice new_device(TotpAlgorithm algorithm) {
    TotpDevice device;
    device.algorithm = algorithm;
    device.seed = new_totp_seed(algorithm).view();
    return device;
}

DeviceOffer offer_of(const LoginServices& services, const UserName& user,
                     const TotpDevice& device) {
    return {base32_of(device.seed),
            totp_uri(device.seed, device.algorithm, user.str(), name_of_host(services))};
}

std::optional<Refusal> refuse_binding(const Profile& profile, const Request& request) {
    if (is_orphaned(profile, request.context)) return refuse(Code::temporarily_unmodifiable);
    if (profile.device) return refuse(Code::mfa_device_exists);
    return std::nullopt;
}

boost::asio::awaitable<std::variant<Secret, Refusal>> bind_device(LoginServices& services,
                                                                  Binding binding,
                                                                  const Request& request) {
    Outcome outcome = co_await attempt(services, binding, request);
    if (auto* not_bound = std::get_if<NotBound>(&outcome)) {
        record_refusal(services, binding.refused_as, binding.user, not_bound->refusal, &request,
                       std::move(not_bound->why));
        co_return std::move(not_bound->refusal);
    }
    services.offers.forget(binding.user);
    record(services, EventKind::mfa_device_bound, binding.user, {}, &request);
    services.listener.profile_changed(binding.user, {"MFADevice", "UpdateDate"});
    co_return std::move(std::get<Secret>(outcome));
}

}  // namespace ramd
