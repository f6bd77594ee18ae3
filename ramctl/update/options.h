// SPDX-License-Identifier: LGPL-2.1-or-later
// The command line of ramd-weak-list-update(8).
#pragma once

#include <string>

namespace ramctl::update {

struct Options {
    std::string config = "/etc/ramd-weak-list.conf";
    std::string cache;  // by default $CACHE_DIRECTORY, which systemd sets, or standard_cache
    std::string state;  // where a FullRequest is; by default $STATE_DIRECTORY, or its standard
    bool full = false;
    bool version = false;

    static constexpr const char* standard_cache = "/var/cache/ramd-weak-list";
};

// Throws std::invalid_argument with a sentence for people.
[[nodiscard]] Options parse_options(int argc, char** argv);

}  // namespace ramctl::update
