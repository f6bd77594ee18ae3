// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/signal_hold.h"

#include <sys/signalfd.h>

#include <cerrno>
#include <system_error>

namespace ramctl {

SignalHold::SignalHold() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) sigaddset(&held, signal);
    pending_ = ramauth::UniqueFd(::signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!pending_) throw std::system_error(errno, std::generic_category(), "signalfd");
    // ramctl has one thread.
    ::sigprocmask(SIG_BLOCK, &held, &before_);
}

SignalHold::~SignalHold() {
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace ramctl
