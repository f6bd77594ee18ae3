// SPDX-License-Identifier: LGPL-2.1-or-later
// A text as entries: a list of words, or hashes with or without counts.
#pragma once

#include <cstdint>
#include <functional>

#include "policy/weak_list/list_build.h"
#include "policy/weak_list/sighting_sorter.h"

namespace ramauth::weak_list {

struct TextRead {
    std::uint64_t lines = 0;    // that were understood, those that nobody saw (a count of 0) too
    std::uint64_t skipped = 0;  // empty, or longer than any password
};

// Adds the entries of `source`, which is open as `fd`, to `into`. `at` is told the bytes read so
// far. Throws ListFault, with the name and the line.
[[nodiscard]] TextRead read_text(const TextSource& source, int fd, SightingSorter& into,
                                 const std::function<void(std::uint64_t bytes)>& at);

}  // namespace ramauth::weak_list
