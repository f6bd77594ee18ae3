// SPDX-License-Identifier: LGPL-2.1-or-later
// Answers of ramd, as its interface gives them.
#pragma once

#include <chrono>
#include <string>

#include "ramctl/manager_client.h"

namespace ramctl::testing {

using namespace std::chrono_literals;

// 2026-03-01 12:00:00 UTC.
inline constexpr Timestamp test_now{std::chrono::microseconds(1772366400000000)};

// RFC 4226's test seed, "12345678901234567890".
inline constexpr const char* test_seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
inline constexpr const char* test_uri =
    "otpauth://totp/host:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=host";

inline Secret secret(std::string_view text) {
    return Secret::copy_of(text);
}

// What ramd says of a list in use.
inline Fields usable_weak_list() {
    return {{"Path", std::string("/var/lib/ramd-weak-list/passwords.weak")},
            {"State", std::string("usable")},
            {"Usable", true},
            {"Problem", std::string()},
            {"Entries", std::uint64_t{1234567}},
            {"BitsPerEntry", 18U},
            {"OneWrongRefusalIn", std::uint64_t{65'536}},
            {"MinimumCount", std::uint64_t{3}},
            {"Date", test_now - 24h * 28},
            {"Source", std::string("a corpus")},
            {"FileSize", std::uint64_t{3 << 20}},
            {"Loaded", test_now - 2h},
            {"Version", 1U},
            {"Added", std::uint64_t{12}},
            {"Pending", std::uint64_t{2}}};
}

inline Fields no_weak_list() {
    return {{"Path", std::string("/var/lib/ramd-weak-list/passwords.weak")},
            {"State", std::string("none")},
            {"Usable", false},
            {"Problem", std::string("there is no file")},
            {"Added", std::uint64_t{0}},
            {"Pending", std::uint64_t{0}}};
}

inline Fields profile_of(const std::string& user) {
    return {{"UserName", user},
            {"Uid", 1000U},
            {"Status", std::string("Active")},
            {"PasswordStatus", std::string("NotInitial")},
            {"PasswordResetRequired", false},
            {"LastLoginTime", test_now - 3h},
            {"PasswordExpireTime", ramauth::never},
            {"ShadowKept", false},
            {"Orphaned", false}};
}

// As ListRevocations tells one.
inline Fields outstanding_of(const std::string& user, std::uint32_t sessions, Timestamp committed,
                             const std::string& why) {
    return {{"UserName", user},
            {"Uid", 1000U},
            {"Reason", std::string("password-changed")},
            {"Committed", committed},
            {"Scope", std::string("sessions")},
            {"Outstanding", sessions},
            {"Why", why}};
}

// What ramd says of a bound device.
inline Fields bound_device() {
    return {{"Bound", true},
            {"Algorithm", std::string("SHA1")},
            {"BindDate", test_now - 24h * 3},
            {"RecoveryCodesLeft", 9U},
            {"KnownSources", Texts{"192.0.2.0/24", "tty1"}},
            {"BindRequired", false}};
}

inline Fields no_device(bool required = false) {
    return {{"Bound", false}, {"KnownSources", Texts{}}, {"BindRequired", required}};
}

}  // namespace ramctl::testing
