// SPDX-License-Identifier: LGPL-2.1-or-later
// Keeps back the signals with which a person or a shutdown ends or stops a program. What came
// meanwhile takes effect when the hold ends, so that nothing is left half done.
#pragma once

#include <csignal>

#include "shared/fd.h"

namespace ramctl {

class SignalHold {
public:
    SignalHold();
    ~SignalHold();
    SignalHold(const SignalHold&) = delete;
    SignalHold& operator=(const SignalHold&) = delete;

    // Readable for poll(2) as soon as a signal is kept back. It must not be read: that would
    // swallow the signal.
    [[nodiscard]] int pending_fd() const noexcept { return pending_.get(); }

    // Between two steps: lets a stop (Ctrl-Z) take effect, and says whether the program is to end.
    [[nodiscard]] static bool asked_to_end();

private:
    sigset_t before_{};
    ramauth::UniqueFd pending_;
};

}  // namespace ramctl
