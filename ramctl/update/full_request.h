// SPDX-License-Identifier: LGPL-2.1-or-later
// "The next run is a full one": an empty file beside the list. `ramctl weak-list update --full`
// leaves it, the updater takes it away once it is written down in its cache.
#pragma once

#include <string>

namespace ramctl::update {

class FullRequest {
public:
    // Beside `list`.
    explicit FullRequest(const std::string& list);

    [[nodiscard]] bool is_there() const;
    // Follows no link: the folder is not root's. Throws std::system_error.
    void leave() const;
    // Throws std::system_error.
    void take_away() const;

private:
    std::string path_;
};

}  // namespace ramctl::update
