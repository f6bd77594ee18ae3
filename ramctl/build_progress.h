// SPDX-License-Identifier: LGPL-2.1-or-later
// What a build or a merge of a weak list shows, how a signal ends it, and how a failure is told.
#pragma once

#include <optional>
#include <string>

#include "policy/weak_list/list_build.h"
#include "ramctl/progress.h"
#include "ramctl/signal_hold.h"
#include "shared/error_code.h"

namespace ramctl {

// Lives while a list is made. A signal that came takes effect when it ends.
class BuildWatch {
public:
    // A signal came: nothing is to be made.
    struct Interrupted {};

    explicit BuildWatch(const Environment& environment) : environment_(environment) {}

    // For BuildSettings::progress. While texts are read a signal has its way at once, because
    // standard input may keep us waiting and nothing has a name yet. Afterwards it is held back
    // until nothing is half done. Throws Interrupted.
    void at(const ramauth::weak_list::BuildProgress& progress);
    // Takes the line of the progress away.
    void clear() { shown_.reset(); }

private:
    void begin(const ramauth::weak_list::BuildProgress& progress);

    const Environment& environment_;
    std::optional<SignalHold> hold_;
    std::optional<ramauth::weak_list::BuildPhase> phase_;
    std::optional<Progress> shown_;
};

// Why `output` is as it was, from within a handler of what build_list and merge_list throw. What
// they do not throw goes on.
[[nodiscard]] ramauth::Refusal why_not_made(const std::string& output);

}  // namespace ramctl
