// SPDX-License-Identifier: LGPL-2.1-or-later
// pkttyagent(1), by which polkit asks at the terminal for an administrator's password. It runs for
// as long as this lives. Where it is not installed, nothing happens.
#pragma once

#include <sys/types.h>

namespace ramctl {

class PolkitAgent {
public:
    // Waits until the agent is registered, for five seconds at most.
    PolkitAgent();
    ~PolkitAgent();
    PolkitAgent(const PolkitAgent&) = delete;
    PolkitAgent& operator=(const PolkitAgent&) = delete;

private:
    pid_t process_ = 0;
};

}  // namespace ramctl
