// SPDX-License-Identifier: LGPL-2.1-or-later
// Many sources as one: each key once, with the sum of its counts, where that is enough.
#pragma once

#include <cstdint>
#include <vector>

#include "policy/weak_list/key_source.h"

namespace ramauth::weak_list {

class UniqueKeys {
public:
    // The sources are not owned; they stand at their beginning.
    UniqueKeys(std::vector<KeySource*> sources, std::uint64_t minimum_count);

    // In ascending order. False at the end. Throws ListFault for a source that is not in order.
    [[nodiscard]] bool next(Key& key);
    void rewind();

private:
    struct Head {
        Sighting sighting;
        KeySource* source;
    };

    void fill();
    [[nodiscard]] bool next_of_one(Key& key);
    void advance_first();

    std::vector<KeySource*> sources_;
    std::uint64_t minimum_count_;
    std::vector<Head> heads_;  // a heap, the smallest key first
};

}  // namespace ramauth::weak_list
