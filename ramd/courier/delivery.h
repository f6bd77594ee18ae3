// SPDX-License-Identifier: LGPL-2.1-or-later
// Hands one message over: a mail to sendmail(8), an SMS to the administrator's command.
#pragma once

#include <string>

#include "ramd/courier/request.h"
#include "ramd/courier/settings.h"
#include "shared/deadline.h"

namespace ramd::courier {

struct Delivered {
    bool taken = false;
    std::string sentence;  // for the journal and the asker; holds nothing of the message
};

// `sendmail`: an absolute path. `asker`: the socket of who waits; when it is hung up, the program
// is ended. Throws std::system_error where the system is out of something.
[[nodiscard]] Delivered deliver(const Request& request, const Settings& settings,
                                const std::string& sendmail, ramauth::Deadline by, int asker);

}  // namespace ramd::courier
