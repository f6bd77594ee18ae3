// SPDX-License-Identifier: LGPL-2.1-or-later
// Where a key lies in a list. The range of all keys is cut into equal cells; a run of 2^low_bits
// cells is a bucket. Cells keep the order of the keys.
#pragma once

#include <cstdint>

#include "policy/weak_list/weak_hash.h"

namespace ramauth::weak_list {

using Cell = std::uint64_t;

// The multiplication takes the key for a fraction of one: floor(key / 2^64 * number of cells).
[[nodiscard]] inline Cell cell_of(Key key, std::uint64_t buckets, unsigned low_bits) noexcept {
    __extension__ using Wide = unsigned __int128;
    return static_cast<Cell>(static_cast<Wide>(key) * (buckets << low_bits) >> 64U);
}

}  // namespace ramauth::weak_list
