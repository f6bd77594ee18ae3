// SPDX-License-Identifier: LGPL-2.1-or-later
// From what somebody wants as a new password to the hash that is stored: bounds, rules, generated
// ones, the pool.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <variant>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"
#include "shared/fd.h"

namespace ramd {

// The normalised form; password_malformed, or password_too_weak with one line a broken rule.
[[nodiscard]] std::variant<Secret, ramauth::Refusal> accept_new_password(
    const LoginServices& services, const Secret& typed);

// A password that was made here, and the descriptors that its reply takes: opened before anything
// is committed, so that want of descriptors loses no password that is in force.
struct GeneratedPassword {
    Secret secret;
    ramauth::UniqueFd fd;
    ramauth::UniqueFd room;  // for the copy of `fd` that a message takes; goes with this
};
// Throws std::system_error.
[[nodiscard]] GeneratedPassword generate_new_password(const LoginServices& services);

[[nodiscard]] boost::asio::awaitable<std::variant<PasswordHash, ramauth::Refusal>>
hash_new_password(LoginServices& services, const Secret& normalised, const Request& request);

// password_reused where it is the present one of `profile`. A present hash that cannot be read does
// not stand in the way of a new one.
[[nodiscard]] boost::asio::awaitable<std::optional<ramauth::Refusal>> refuse_present_password(
    LoginServices& services, const Profile& profile, const Secret& normalised,
    const Request& request);

}  // namespace ramd
