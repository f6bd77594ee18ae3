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

    // Between two answers that an account is gone. A directory service that comes up late may say
    // once that it knows nobody; only an administrator could mend what followed from it.
    static constexpr std::chrono::minutes second_look{10};

    explicit AccountSweep(LoginServices& services,
                          std::chrono::milliseconds before_second_look = second_look)
        : services_(services), before_second_look_(before_second_look) {}

    // Looks at every profile once, and a second time at those whose account seems gone; at the
    // devices that are kept of deleted ones likewise.
    [[nodiscard]] boost::asio::awaitable<void> sweep();
    // Sweeps now and then every `interval`; never ends by itself.
    [[nodiscard]] boost::asio::awaitable<void> keep_sweeping();

    // The account was removed (the hook of userdel(8)), also where another one of the same name and
    // uid is made at once: its sessions of before `when` end. A device that was kept for it goes.
    // Refuses with no_login_profile where there is nothing to orphan but what was made since.
    [[nodiscard]] std::optional<ramauth::Refusal> account_removed(const UserName& user,
                                                                  Timestamp when,
                                                                  const Request& request);

private:
    // Orphans the profile where it has lost its account. True: it seems gone, and `believe_gone`
    // did not allow to say so.
    [[nodiscard]] boost::asio::awaitable<bool> look(const Profile& profile, bool believe_gone);
    // Drops the device that is kept for the user where the account is lost, likewise.
    [[nodiscard]] boost::asio::awaitable<bool> look(const KeptDevice& kept, bool believe_gone);

    LoginServices& services_;
    std::chrono::milliseconds before_second_look_;
};

}  // namespace ramd
