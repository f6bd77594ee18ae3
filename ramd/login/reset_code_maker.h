// SPDX-License-Identifier: LGPL-2.1-or-later
// An administrator lets a user set the forgotten password: makes the code that stands in for it
// until then, shown once or mailed. Who may is settled before.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <variant>

#include "ramd/login/login_services.h"
#include "shared/error_code.h"
#include "shared/fd.h"

namespace ramd {

struct ResetCodeOptions {
    bool mail = false;  // to RecoveryEmail, instead of being shown
};

struct ResetCodeMade {
    Timestamp valid_until = ramauth::never;
    std::optional<ramauth::UniqueFd> code;  // shared/secret_fd.h; nothing where it was mailed
    std::string sent_to = {};               // masked; empty where it is shown
};

class ResetCodeMaker {
public:
    explicit ResetCodeMaker(LoginServices& services) : services_(services) {}

    using Made = std::variant<ResetCodeMade, ramauth::Refusal>;
    // From the answer on the password before it is void. Where it refuses nothing was changed.
    [[nodiscard]] boost::asio::awaitable<Made> make(UserName user, ResetCodeOptions options,
                                                    Request request);

private:
    LoginServices& services_;
};

}  // namespace ramd
