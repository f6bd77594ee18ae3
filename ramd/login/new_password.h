// SPDX-License-Identifier: LGPL-2.1-or-later
// From what somebody wants as a new password to the hash that is stored: bounds, rules, the weak
// list, generated ones, the pool.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <variant>
#include <vector>

#include "policy/password_rules.h"
#include "ramd/login/login_services.h"
#include "ramd/login/weak_check.h"
#include "shared/error_code.h"
#include "shared/fd.h"

namespace ramd {

// For whom, and by whom: what the rules are asked about.
struct NewPassword {
    const Secret& typed;
    const UserName& user;
    const Secret* old = nullptr;  // normalised; in the user's own change
    bool by_program = false;      // nobody typed it: the policy says whether the weak list counts
    RecoveryContact contact = {};
};

// The normalised form; password_malformed, or password_too_weak with one line a broken rule, or
// else weak_password or weak_list_unavailable. What `wanted` names outlives the wait.
[[nodiscard]] boost::asio::awaitable<std::variant<Secret, ramauth::Refusal>> accept_new_password(
    const LoginServices& services, NewPassword wanted);

// Every rule that a new password of this user would break, the weak list last, and nothing about
// earlier ones.
[[nodiscard]] boost::asio::awaitable<std::vector<ramauth::policy::BrokenRule>> rules_broken_by(
    const LoginServices& services, NewPassword wanted);

// A secret that was made here, and the descriptors that its reply takes: opened before anything is
// committed, so that want of descriptors loses no password that is in force.
struct ShownOnce {
    Secret secret;
    ramauth::UniqueFd fd;
    ramauth::UniqueFd room;  // for the copy of `fd` that a message takes; goes with this
};
// Throws std::system_error.
[[nodiscard]] ShownOnce show_once(Secret secret);
// Satisfies the policy; nothing is asked about it. Throws std::system_error.
[[nodiscard]] ShownOnce generate_new_password(const LoginServices& services, const UserName& user);

[[nodiscard]] boost::asio::awaitable<std::variant<PasswordHash, ramauth::Refusal>>
hash_new_password(LoginServices& services, const Secret& normalised, const Request& request);

}  // namespace ramd
