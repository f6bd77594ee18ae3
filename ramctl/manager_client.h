// SPDX-License-Identifier: LGPL-2.1-or-later
// What ramctl asks of ramd, in the words of the contract. Nobody but BusManagerClient's one file
// knows that a bus is behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ramctl/fields.h"
#include "shared/error_code.h"
#include "shared/secret.h"
#include "shared/user_name.h"

namespace ramctl {

using ramauth::Refusal;
using ramauth::Secret;
using ramauth::UserName;

// ramd did not answer, not in time, or not as agreed.
struct NoAnswer {
    std::string detail;
    bool maybe_done = false;  // the request had left: it may have been carried out
};

template <typename T>
using Answer = std::variant<T, Refusal, NoAnswer>;

struct Done {};

// Settings of a create or an update; the password, where there is one, travels as a secret.
struct Settings {
    Fields fields;
    const Secret* password = nullptr;
};

struct WrittenProfile {
    Fields fields;
    std::optional<Secret> generated_password;
};

// A code with which its user sets another password; none where it was mailed.
struct ResetCode {
    Fields fields;
    std::optional<Secret> code;
};

// What an authenticator application is told of a device that is not bound yet.
struct MfaSeed {
    Secret base32;
    Secret uri;  // otpauth://
};

enum class MfaAlgorithm { sha1, sha256 };

struct ProfilePage {
    std::vector<Fields> profiles;
    std::string next;  // empty: that was the last page
};

// A rule that a password would break: a code of the contract, and a sentence.
struct BrokenRule {
    std::string code;
    std::string sentence;
};

// Hashes of weak passwords, 40 hexadecimal digits a line, at most 64 KiB.
struct HashPage {
    Secret lines;
    std::string next;  // empty: that was the last page
};

// The two ways in (BUS-API.md, "Two ways in, one service").
enum class Way { private_socket, system_bus };

struct Service {
    std::string version;
    std::vector<std::string> features;
};

class ManagerClient {
public:
    virtual ~ManagerClient() = default;

    [[nodiscard]] virtual Answer<WrittenProfile> create_profile(const UserName& user,
                                                                const Settings& settings) = 0;
    [[nodiscard]] virtual Answer<WrittenProfile> update_profile(const UserName& user,
                                                                const Settings& settings) = 0;
    [[nodiscard]] virtual Answer<Fields> profile(const UserName& user) = 0;
    // One page, after `marker` (empty: from the start).
    [[nodiscard]] virtual Answer<ProfilePage> profiles(const Fields& filter,
                                                       const std::string& marker) = 0;
    [[nodiscard]] virtual Answer<Done> delete_profile(const UserName& user) = 0;
    [[nodiscard]] virtual Answer<Done> unlock_profile(const UserName& user) = 0;
    [[nodiscard]] virtual Answer<Fields> policy() = 0;
    [[nodiscard]] virtual Answer<Done> set_policy(const Fields& changes) = 0;
    [[nodiscard]] virtual Answer<Fields> preference() = 0;
    [[nodiscard]] virtual Answer<Done> set_preference(const Fields& changes) = 0;
    [[nodiscard]] virtual Answer<std::vector<Fields>> sessions(const UserName& user) = 0;
    // What is outstanding, one dictionary a revocation.
    [[nodiscard]] virtual Answer<std::vector<Fields>> revocations() = 0;
    [[nodiscard]] virtual Answer<Fields> revoke_sessions(const UserName& user) = 0;
    [[nodiscard]] virtual Answer<Fields> mfa_info(const UserName& user) = 0;
    // Changes nothing until bind_mfa_device; good for ten minutes.
    [[nodiscard]] virtual Answer<MfaSeed> create_mfa_device(const UserName& user,
                                                            MfaAlgorithm algorithm) = 0;
    // Recovery codes, a line each. Codes that do not fit: Code::binding_codes_wrong.
    [[nodiscard]] virtual Answer<Secret> bind_mfa_device(const UserName& user, const Secret& code1,
                                                         const Secret& code2) = 0;
    // By an administrator.
    [[nodiscard]] virtual Answer<Done> unbind_mfa_device(const UserName& user) = 0;
    // By the user, with a present code or a recovery code.
    [[nodiscard]] virtual Answer<Done> unbind_own_mfa_device(const UserName& user,
                                                             const Secret& code) = 0;
    [[nodiscard]] virtual Answer<ResetCode> create_reset_code(const UserName& user,
                                                              const Fields& options) = 0;
    // The user's own change, proved by the present password.
    [[nodiscard]] virtual Answer<Fields> change_password(const UserName& user,
                                                         const Secret& present,
                                                         const Secret& replacement) = 0;
    // Every rule that `password` would break as a new one of the account.
    [[nodiscard]] virtual Answer<std::vector<BrokenRule>> check_password(
        const UserName& user, const Secret& password) = 0;
    // The weak list: Entries, MinimumCount, FileSize, Added and Pending are numbers.
    [[nodiscard]] virtual Answer<Fields> weak_list_info() = 0;
    // `lines` as of a HashPage; all of them or none. How many were new.
    [[nodiscard]] virtual Answer<std::uint32_t> add_weak_passwords(const Secret& lines) = 0;
    // Answers when the whole list has been read: minutes where it is large.
    [[nodiscard]] virtual Answer<Fields> reload_weak_list() = 0;
    // In order, after `marker` (empty: from the start).
    [[nodiscard]] virtual Answer<HashPage> added_weak_passwords(const std::string& marker) = 0;
    // Who answers on one of the two ways. Asks nobody for a password.
    [[nodiscard]] virtual Answer<Service> service(Way way) = 0;
};

}  // namespace ramctl
