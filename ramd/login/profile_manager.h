// SPDX-License-Identifier: LGPL-2.1-or-later
// What an administrator does with login profiles: create, update (reset included), look at, list,
// delete, unlock. Who may is settled before these are called.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "policy/password_rules.h"
#include "ramd/login/login_services.h"
#include "ramd/login/nonce_book.h"
#include "ramd/session/session_ender.h"
#include "shared/error_code.h"
#include "shared/fd.h"

namespace ramd {

// What a caller asked for; not set = stays as it is (or the default, for a create).
struct ProfileSettings {
    std::optional<Secret> password;
    std::string nonce;  // with `password`, of an update: asks for the outcome of the same one
    bool generate_password = false;
    bool mail = false;         // a generated one, to the RecoveryEmail that the profile will have
    bool interactive = false;  // a person typed it at a terminal
    bool system = false;
    std::optional<bool> shadow_kept;
    std::optional<std::string> shadow_aging;
    std::optional<Status> status;
    std::optional<bool> password_reset_required;
    std::optional<bool> mfa_bind_required;
    std::optional<std::string> recovery_email;
    std::optional<std::string> recovery_mobile;
    bool forget_sources = false;  // from where the user came before: "adaptive" asks again

    // A new password, with or without PasswordResetRequired, and nothing else that changes the
    // profile.
    [[nodiscard]] bool resets_password_only() const;
};

// A profile with what follows from the policy in force now.
struct ProfileView {
    Profile profile;
    ramauth::policy::PasswordStatus password_status;
    Timestamp password_expires = ramauth::never;
    unsigned failed_attempts = 0;             // in a row
    Timestamp locked_until = ramauth::never;  // Timestamp::max(): until somebody unlocks
};

struct ProfileWritten {
    ProfileView view;
    std::optional<ramauth::UniqueFd> generated_password;  // shared/secret_fd.h
    std::optional<EndingSessions> sessions = {};          // of an update that set a password
    std::string sent_to = {};  // where the generated one was mailed instead, masked
};

struct ProfileFilter {
    std::optional<Status> status;
    std::optional<ramauth::policy::PasswordStatus> password_status;
};

struct ProfilePage {
    std::vector<ProfileView> profiles;
    std::string next;  // marker of the next page; empty = that was all
};

class ProfileManager {
public:
    explicit ProfileManager(LoginServices& services) : services_(services) {}

    using Written = std::variant<ProfileWritten, ramauth::Refusal>;

    [[nodiscard]] boost::asio::awaitable<Written> create(UserName user, ProfileSettings settings,
                                                         Request request);
    [[nodiscard]] boost::asio::awaitable<Written> update(UserName user, ProfileSettings settings,
                                                         Request request);
    [[nodiscard]] std::variant<ProfileView, ramauth::Refusal> get(const UserName& user) const;
    // `max` 0 stands for the largest page, 1000. A page may be shorter than `max`, and empty, with
    // more behind it: one call looks at so many profiles and no more.
    [[nodiscard]] ProfilePage list(const ProfileFilter& filter, const std::string& marker,
                                   unsigned max) const;
    [[nodiscard]] boost::asio::awaitable<std::optional<ramauth::Refusal>> remove(UserName user,
                                                                                 Request request);
    [[nodiscard]] std::optional<ramauth::Refusal> unlock(const UserName& user,
                                                         const Request& request);
    // Ends all sessions of the user now; the password stays.
    [[nodiscard]] boost::asio::awaitable<std::variant<RevocationCount, ramauth::Refusal>> revoke(
        UserName user, Request request);
    // Every rule that a new password of this user would break, the weak list included, and nothing
    // about earlier ones: who asks has not proved any.
    [[nodiscard]] boost::asio::awaitable<std::vector<ramauth::policy::BrokenRule>> check_password(
        UserName user, Secret typed) const;
    // The uid that the profile pins; nothing without a profile.
    [[nodiscard]] std::optional<Uid> pinned_uid(const UserName& user, const Request& request) const;

private:
    LoginServices& services_;
    NonceBook nonces_;
};

}  // namespace ramd
