// SPDX-License-Identifier: LGPL-2.1-or-later
// What a verb works with. main builds it; tests build another.
#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <string>

#include "ramctl/accounts.h"
#include "ramctl/event_log.h"
#include "ramctl/manager_client.h"
#include "ramctl/processes.h"
#include "ramctl/shadow_entry.h"
#include "ramctl/terminal.h"

namespace ramctl {

struct Caller {
    unsigned uid = 0;
    std::string name;  // empty where the account database does not know the uid
    [[nodiscard]] bool is_root() const { return uid == 0; }
};

struct Environment {
    ManagerClient& client;
    Terminal& terminal;
    ShadowEntry& shadow;
    EventLog& events;
    Accounts& accounts;
    Processes& processes;
    std::ostream& out;  // answers: what a script reads
    std::ostream& err;  // errors, and remarks for people
    Caller caller;
    Timestamp now = ramauth::never;
    bool json = false;
    bool colour = false;
    bool progress = false;  // standard error is a terminal
    // Standard input, for what reads a great many lines; is it a terminal?
    int input = 0;
    bool typed = false;
    // For how long something takes.
    std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
};

}  // namespace ramctl
