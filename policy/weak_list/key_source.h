// SPDX-License-Identifier: LGPL-2.1-or-later
// Where the compiler of weak lists takes its entries from.
#pragma once

#include <cstdint>
#include <span>

#include "policy/weak_list/weak_hash.h"

namespace ramauth::weak_list {

// Of an entry without a count: it is taken whatever count is asked for.
inline constexpr std::uint32_t uncounted = UINT32_MAX;

struct Sighting {
    Key key = 0;
    std::uint32_t count = uncounted;  // how often it was seen; 1 to uncounted - 1

    friend bool operator==(const Sighting&, const Sighting&) = default;
};

// Entries in ascending order of their keys; equal keys may follow each other. Read twice: once to
// count, once to write. Faults are ListFault and std::system_error.
class KeySource {
public:
    virtual ~KeySource() = default;
    // Those that come next, as many as are at hand: none at the end. Theirs until the next call.
    [[nodiscard]] virtual std::span<const Sighting> next() = 0;
    virtual void rewind() = 0;
};

}  // namespace ramauth::weak_list
