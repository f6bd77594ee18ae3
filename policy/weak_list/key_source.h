// SPDX-License-Identifier: LGPL-2.1-or-later
// Where the compiler of weak lists takes its entries from.
#pragma once

#include <cstdint>

#include "policy/weak_list/weak_hash.h"

namespace ramauth::weak_list {

// Of an entry without a count: it is taken whatever count is asked for.
inline constexpr std::uint32_t uncounted = UINT32_MAX;

struct Sighting {
    Key key = 0;
    std::uint32_t count = uncounted;  // how often it was seen; at most uncounted - 1
};

// Entries in ascending order of their keys; equal keys may follow each other. Read twice: once to
// count, once to write. Faults are ListFault and std::system_error.
class KeySource {
public:
    virtual ~KeySource() = default;
    // False at the end.
    [[nodiscard]] virtual bool next(Sighting& sighting) = 0;
    virtual void rewind() = 0;
};

}  // namespace ramauth::weak_list
