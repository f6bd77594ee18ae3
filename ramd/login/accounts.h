// SPDX-License-Identifier: LGPL-2.1-or-later
// What NSS says of accounts. Asked only when a profile is made and by the sweep, never on the way
// of a logon, and never on the event loop's thread.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <string>
#include <variant>

#include "shared/deadline.h"
#include "shared/user_name.h"

namespace ramd {

struct Account {
    std::string canonical_name;  // as NSS spells it
    ramauth::Uid uid;
};
struct NoAccount {};
struct NssSilent {};  // no answer in time, or an error: nothing is known

// An account is asked for by its name, or by its uid: then any of those that have it.
using AccountQuestion = std::variant<ramauth::UserName, ramauth::Uid>;
using AccountAnswer = std::variant<Account, NoAccount, NssSilent>;

class Accounts {
public:
    virtual ~Accounts() = default;
    // Silent at `by` at the latest.
    [[nodiscard]] virtual boost::asio::awaitable<AccountAnswer> find(AccountQuestion question,
                                                                     ramauth::Deadline by) = 0;
};

}  // namespace ramd
