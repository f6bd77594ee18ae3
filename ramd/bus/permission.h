// SPDX-License-Identifier: LGPL-2.1-or-later
// Who may do what (org.ramauth1(5)): uid 0 everything, an account some things to itself, everybody
// else what polkit allows. Settled before anything is said about whether the user exists.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

#include "ramd/bus/invocation.h"

namespace ramd {

namespace action {
inline constexpr const char* manage_login_profiles = "org.ramauth1.manage-login-profiles";
inline constexpr const char* view_login_profiles = "org.ramauth1.view-login-profiles";
inline constexpr const char* reset_passwords = "org.ramauth1.reset-passwords";
inline constexpr const char* manage_policy = "org.ramauth1.manage-policy";
inline constexpr const char* revoke_sessions = "org.ramauth1.revoke-sessions";
inline constexpr const char* manage_mfa_devices = "org.ramauth1.manage-mfa-devices";
}  // namespace action

// True where the caller's uid is the one that the profile of that name pins.
[[nodiscard]] bool is_own(const Invocation& in, const std::string& user);

// Login: uid 0, or the account itself. Refuses otherwise, and a name that cannot be an account's;
// nothing means that the call has been answered.
[[nodiscard]] std::optional<UserName> login_user(Invocation& in, const std::string& user);

enum class OwnAccount { counts, is_nothing };

// Whether uid 0 calls, or somebody whom polkit lets do it. Answers nothing.
[[nodiscard]] boost::asio::awaitable<bool> is_administrator(Invocation& in, const char* action,
                                                            std::string user);

// Manager. False means that the call has been answered. The message's arguments must be read
// (again) afterwards: what polkit was asked about and what is done come from the same bytes.
[[nodiscard]] boost::asio::awaitable<bool> may_manage(Invocation& in, const char* action,
                                                      std::string user, OwnAccount own);

// may_manage() for a member whose first argument is a user, who is returned. Nothing means that the
// call has been answered.
[[nodiscard]] boost::asio::awaitable<std::optional<UserName>> permitted_user(Invocation& in,
                                                                             const char* action,
                                                                             OwnAccount own);

// Refuses a name that cannot be an account's; nothing means that the call has been answered.
[[nodiscard]] std::optional<UserName> existing_name(Invocation& in, const std::string& user);

}  // namespace ramd
