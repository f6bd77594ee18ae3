// SPDX-License-Identifier: LGPL-2.1-or-later
// What this host knows of accounts and of their sessions without ramd. HostAccounts asks it.
#pragma once

#include <optional>
#include <string>

#include "shared/user_name.h"

namespace ramctl {

class Accounts {
public:
    virtual ~Accounts() = default;
    // Nothing where there is no such account. Both throw where the account database does not
    // answer.
    [[nodiscard]] virtual std::optional<ramauth::Uid> uid_of(
        const ramauth::UserName& user) const = 0;
    [[nodiscard]] virtual std::optional<std::string> name_of(ramauth::Uid uid) const = 0;
    // Has the account a login profile? Where nobody can tell, it may have one: yes.
    [[nodiscard]] virtual bool is_managed(const ramauth::UserName& user) const = 0;
    // Whose session logind calls so; nothing where it knows none. Answers also while logind is
    // away.
    [[nodiscard]] virtual std::optional<ramauth::Uid> session_user(
        const std::string& session) const = 0;
};

}  // namespace ramctl
