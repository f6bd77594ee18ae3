// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/polkit_agent.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <vector>

#include "ramctl/program_runner.h"
#include "shared/fd.h"

namespace ramctl {
namespace {

constexpr const char* agent_path = "/usr/bin/pkttyagent";
constexpr int notify_fd = 3;
constexpr int patience_ms = 5000;

}  // namespace

PolkitAgent::PolkitAgent() {
    if (::access(agent_path, X_OK) != 0) return;
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    const ramauth::UniqueFd ready(ends[0]);
    ramauth::UniqueFd told(ends[1]);
    SpawnActions actions;
    actions.duplicate(told.get(), notify_fd);
    process_ = spawn(agent_path,
                     {"--process", std::to_string(::getpid()), "--notify-fd",
                      std::to_string(notify_fd), "--fallback"},
                     actions);
    told = {};
    if (process_ <= 0) return;
    // The agent closes its end when polkit knows it, and so does its death.
    pollfd waited{ready.get(), POLLIN, 0};
    while (::poll(&waited, 1, patience_ms) < 0 && errno == EINTR) {
    }
}

PolkitAgent::~PolkitAgent() {
    if (process_ <= 0) return;
    ::kill(process_, SIGTERM);
    ::kill(process_, SIGCONT);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

}  // namespace ramctl
