// SPDX-License-Identifier: LGPL-2.1-or-later
// One connection: a request is read, carried out and answered.
#pragma once

#include <chrono>
#include <string>

#include "ramd/courier/delivery.h"

namespace ramd::courier {

struct ServeOptions {
    std::string config = "/etc/ramd.conf";
    std::string sendmail = "/usr/sbin/sendmail";
    std::chrono::milliseconds reading{5'000};   // a request is written at once
    std::chrono::milliseconds running{30'000};  // ramd waits for as long as the logon may take
};

// Answers exactly once, whatever happens, and returns what the journal is to say. Does not throw.
// The caller ignores SIGPIPE.
[[nodiscard]] Delivered serve(int socket, const ServeOptions& options);

}  // namespace ramd::courier
