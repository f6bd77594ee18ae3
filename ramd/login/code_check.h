// SPDX-License-Identifier: LGPL-2.1-or-later
// Tries a code that was typed as a second factor: one guess (MODEL.md, section 5), whatever it is,
// with one answer for all that is wrong. What was right has been used up, durably, when this
// returns: two logons at the same moment cannot share it, nor two lives of the daemon. Where the
// disk is full, it is kept in memory: that locks nobody out (a code of the device is void a minute
// later anyway).
#pragma once

#include <boost/asio/awaitable.hpp>

#include <string>
#include <variant>
#include <vector>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"

namespace ramd {

struct RightCode {
    std::string how;  // for the journal: "by totp"
};
struct WrongCode {
    std::string why;  // for the journal alone
};

using CodeAnswer = std::variant<RightCode, WrongCode, ramauth::Refusal>;

// `ways`: in which of them it may be right, as in Ticket::next. A confirmed wrong one has been
// counted. `request` and its context are those of the logon; it and `code` outlive the wait.
[[nodiscard]] boost::asio::awaitable<CodeAnswer> check_code(LoginServices& services, UserName user,
                                                            std::vector<std::string> ways,
                                                            const Secret& code,
                                                            const Request& request);

}  // namespace ramd
