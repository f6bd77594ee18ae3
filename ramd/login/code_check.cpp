// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/code_check.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "ramd/factor/recovery_codes.h"
#include "ramd/factor/totp.h"
#include "ramd/login/guess_gate.h"
#include "ramd/login/orphan.h"
#include "ramd/login/password_check.h"
#include "ramd/login/profile_access.h"
#include "ramd/login/refusals.h"

namespace ramd {
namespace {

using ramauth::Refusal;

bool has(const std::vector<std::string>& ways, std::string_view way) {
    return std::ranges::find(ways, way) != ways.end();
}

std::int64_t seconds_of(Timestamp time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

// What was used up and could not be written.
void add_unwritten(const LoginServices& services, const UserName& user, TotpDevice& device) {
    const auto found = services.unwritten_codes.find(user);
    if (found == services.unwritten_codes.end()) return;
    device.last_step = std::max(device.last_step, found->second.last_step);
    std::erase_if(device.recovery_codes,
                  [&](const auto& hash) { return found->second.recovery_codes.contains(hash); });
}

RightCode use_up(LoginServices& services, const Profile& profile, const std::string& recovery_code,
                 std::string how, const Request& request) {
    StoreChange change;
    change.put = profile;
    if (commit_if_possible(services, change, profile.user, &request)) {
        services.unwritten_codes.erase(profile.user);
    } else {
        auto& used = services.unwritten_codes[profile.user];
        used.last_step = std::max(used.last_step, profile.device->last_step);
        if (!recovery_code.empty()) used.recovery_codes.insert(recovery_code);
    }
    return RightCode{std::move(how)};
}

// Nothing where it is none of the device's.
std::optional<RightCode> try_totp(LoginServices& services, Profile& profile, std::string_view code,
                                  const Request& request) {
    auto& device = *profile.device;
    const auto step = match_totp(device.seed, device.algorithm, code, seconds_of(services.now()),
                                 device.last_step);
    if (!step) return std::nullopt;
    device.last_step = *step;
    return use_up(services, profile, {}, "by totp", request);
}

std::optional<RightCode> try_recovery_code(LoginServices& services, Profile& profile,
                                           std::string_view code, const Request& request) {
    auto& left = profile.device->recovery_codes;
    const auto which = match_recovery_code(code, left);
    if (!which) return std::nullopt;
    const std::string used = left[*which];
    left.erase(std::next(left.begin(), static_cast<std::ptrdiff_t>(*which)));
    return use_up(services, profile, used,
                  "by a recovery code; " + std::to_string(left.size()) + " are left", request);
}

std::optional<RightCode> try_ways(LoginServices& services, Profile& profile,
                                  const std::vector<std::string>& ways, std::string_view code,
                                  const Request& request) {
    if (profile.device) add_unwritten(services, profile.user, *profile.device);
    if (profile.device && has(ways, "totp")) {
        if (auto right = try_totp(services, profile, code, request)) return right;
    }
    if (profile.device && has(ways, "recovery-code")) {
        if (auto right = try_recovery_code(services, profile, code, request)) return right;
    }
    const bool sent = has(ways, "email") || has(ways, "sms");
    if (sent && services.sent_codes.take(profile.user, code, services.clock()))
        return RightCode{"by a code that was sent"};
    return std::nullopt;
}

std::string why_wrong(const LoginServices& services, const Profile& profile,
                      std::string_view code) {
    if (!profile.device) return "wrong code";
    const auto& device = *profile.device;
    const auto now = seconds_of(services.now());
    if (match_totp(device.seed, device.algorithm, code, now, 0)) return "the code was used already";
    const auto offset = totp_offset(device.seed, device.algorithm, code, now);
    if (!offset) return "wrong code";
    return "the clock of the device is " + std::to_string(*offset < 0 ? -*offset : *offset) +
           " s " + (*offset < 0 ? "behind" : "ahead");
}

}  // namespace

boost::asio::awaitable<CodeAnswer> check_code(LoginServices& services, UserName user,
                                              std::vector<std::string> ways, const Secret& code,
                                              const Request& request) {
    if (!co_await await_place(services, user, request)) co_return refusal_of(Busy{});
    auto found = find_served_profile(services, user, &request);
    if (auto* refusal = std::get_if<Refusal>(&found)) co_return std::move(*refusal);
    Profile& profile = std::get<Profile>(found);
    Guess guess(services, profile, request);
    const bool orphaned = is_orphaned(profile, request.context);
    if (orphaned || !guess.against().empty()) {
        guess.pay();
        co_return WrongCode{orphaned ? "the profile is orphaned" : guess.against()};
    }
    if (auto right = try_ways(services, profile, ways, code.view(), request))
        co_return std::move(*right);
    guess.wrong();
    co_return WrongCode{why_wrong(services, profile, code.view())};
}

}  // namespace ramd
