// SPDX-License-Identifier: LGPL-2.1-or-later
// Many sources as one: each key once, where the sum of its counts is enough.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/weak_list/key_source.h"

namespace ramauth::weak_list {

class UniqueKeys {
public:
    // The sources are not owned; they stand at their beginning.
    UniqueKeys(std::vector<KeySource*> sources, std::uint64_t minimum_count);

    // Those that come next, in ascending order: none at the end. Theirs until the next call.
    // Throws ListFault for a source that is not in order.
    [[nodiscard]] std::span<const Key> next();
    void rewind();
    // Of the sources, entries so far.
    [[nodiscard]] std::uint64_t taken() const noexcept { return taken_; }

private:
    // What a source has given and is not yet taken: never nothing.
    struct Head {
        std::span<const Sighting> rest;
        KeySource* source;
    };

    void fill();
    [[nodiscard]] std::size_t take_from_one();
    [[nodiscard]] std::size_t merge();
    void advance_first();

    std::vector<KeySource*> sources_;
    std::uint64_t minimum_count_;
    std::vector<Head> heads_;  // a heap, the smallest key first
    std::vector<Key> keys_;
    std::uint64_t taken_ = 0;
    bool any_ = false;  // was given
    Key last_ = 0;      // that was
};

}  // namespace ramauth::weak_list
