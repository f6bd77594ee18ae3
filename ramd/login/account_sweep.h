// SPDX-License-Identifier: LGPL-2.1-or-later
// Notices that the account behind a profile was removed, or that its name was given to another one:
// at start, once a day, and when userdel says so. What NSS does not answer changes nothing.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

class AccountSweep {
public:
    static constexpr std::chrono::hours interval{24};

    explicit AccountSweep(LoginServices& services) : services_(services) {}

    // Looks at every profile once.
    [[nodiscard]] boost::asio::awaitable<void> sweep();
    // Sweeps now and then every `interval`; never ends by itself.
    [[nodiscard]] boost::asio::awaitable<void> keep_sweeping();

    // The account was removed (the hook of userdel(8)), also where another one of the same name and
    // uid is made at once. Refuses with no_login_profile where there is nothing to orphan.
    [[nodiscard]] std::optional<ramauth::Refusal> account_removed(const UserName& user,
                                                                  const Request& request);

private:
    LoginServices& services_;
};

}  // namespace ramd
