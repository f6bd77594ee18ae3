// SPDX-License-Identifier: LGPL-2.1-or-later
// Is a new password one that whoever guesses would try first (MODEL.md, section 4)? Asked of the
// weak-password library: the NFC form, what was typed where that is another, and the lower case.
// What is nothing but known words (the names of the account and of the host, the contact, and what
// everybody takes: policy/known_words.h) in a spelling that people use is weak as well.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string_view>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

// Of a profile, as it will be with the new password; empty where there is none.
struct RecoveryContact {
    std::string_view email;
    std::string_view mobile;
};

struct WeakQuestion {
    const Secret& typed;
    const Secret& normalised;
    const UserName& user;
    RecoveryContact contact;
};

// weak_password; weak_list_unavailable where the policy wants a list and not everything could be
// asked. What `question` names outlives the wait.
[[nodiscard]] boost::asio::awaitable<std::optional<ramauth::Refusal>> refuse_weak(
    const LoginServices& services, WeakQuestion question);

// For a password about which nothing is asked: the policy may want a list all the same.
[[nodiscard]] std::optional<ramauth::Refusal> refuse_without_list(const LoginServices& services);

}  // namespace ramd
