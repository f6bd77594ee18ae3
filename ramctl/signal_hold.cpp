// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/signal_hold.h"

#include <sys/signalfd.h>

#include <cerrno>
#include <system_error>

namespace ramctl {

namespace {

// A signal that is ignored waits like others while it is kept back.
bool is_ignored(int signal) {
    struct sigaction action {};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

SignalHold::SignalHold() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) sigaddset(&held, signal);
    pending_ = ramauth::UniqueFd(::signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!pending_) throw std::system_error(errno, std::generic_category(), "signalfd");
    // ramctl has one thread but for those that a build starts, which inherit it.
    ::sigprocmask(SIG_BLOCK, &held, &before_);
}

SignalHold::~SignalHold() {
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

bool SignalHold::asked_to_end() {
    sigset_t pending;
    ::sigpending(&pending);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        if (sigismember(&pending, signal) == 1 && !is_ignored(signal)) return true;
    }
    if (sigismember(&pending, SIGTSTP) != 1) return false;
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    ::sigprocmask(SIG_UNBLOCK, &stop, nullptr);  // stopped here, and continued
    ::sigprocmask(SIG_BLOCK, &stop, nullptr);
    return false;
}

}  // namespace ramctl
