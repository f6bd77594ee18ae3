// SPDX-License-Identifier: LGPL-2.1-or-later
// "The next run is a full one": an empty file in the updater's state directory. `ramctl weak-list
// update --full` leaves it, the updater takes it away once it is written down in its cache.
#pragma once

#include <string>

namespace ramctl::update {

class FullRequest {
public:
    static constexpr const char* standard_directory = "/var/lib/ramd-weak-list";

    explicit FullRequest(const std::string& directory = standard_directory);

    [[nodiscard]] bool is_there() const;
    // Follows no link: the directory is not root's. Throws std::system_error.
    void leave() const;
    // Throws std::system_error.
    void take_away() const;

private:
    std::string path_;
};

}  // namespace ramctl::update
