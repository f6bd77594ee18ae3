// SPDX-License-Identifier: LGPL-2.1-or-later
// One run: the cache is brought up to date, and the list is made of it.
#pragma once

#include <string>

#include "ramctl/update/fetch_run.h"

namespace ramctl::update {

struct UpdaterParts {
    Settings settings;
    std::string cache;  // directory
    bool full = false;  // everything is fetched, whatever the server says of ETags
    Fetcher& fetcher;   // not owned
    RunReport& report;  // not owned
    Clocks clocks;
    // Called when it is written down that the run is a full one.
    std::function<void()> full_noted = [] {};
};

// Throws RunFailed, RunLog::Busy, LostPack, ramauth::weak_list::ListFault and std::system_error;
// then the list is as it was, and the next start goes on where this one ended. After a ListFault it
// asks again whether the corpus has changed.
void update(const UpdaterParts& parts);

}  // namespace ramctl::update
