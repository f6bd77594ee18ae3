// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/unique_keys.h"

#include <algorithm>
#include <utility>

#include "policy/weak_list/list_fault.h"

namespace ramauth::weak_list {
namespace {

// An entry without a count is taken whatever the others say.
std::uint64_t sum_of(std::uint64_t sum, std::uint32_t count) {
    return sum == uncounted || count == uncounted
               ? uncounted
               : std::min<std::uint64_t>(sum + count, uncounted - 1);
}

}  // namespace

UniqueKeys::UniqueKeys(std::vector<KeySource*> sources, std::uint64_t minimum_count)
    : sources_(std::move(sources)), minimum_count_(minimum_count) {
    fill();
}

void UniqueKeys::fill() {
    heads_.clear();
    for (KeySource* const source : sources_) {
        Head head{{}, source};
        if (source->next(head.sighting)) heads_.push_back(head);
    }
    std::make_heap(heads_.begin(), heads_.end(), [](const Head& left, const Head& right) {
        return left.sighting.key > right.sighting.key;
    });
}

void UniqueKeys::rewind() {
    for (KeySource* const source : sources_) source->rewind();
    fill();
}

// The first head gets the next entry of its source and sinks to where it belongs.
void UniqueKeys::advance_first() {
    const Key before = heads_.front().sighting.key;
    if (!heads_.front().source->next(heads_.front().sighting)) {
        heads_.front() = heads_.back();
        heads_.pop_back();
    } else if (heads_.front().sighting.key < before) {
        throw ListFault("a source is not in the order of its hashes");
    }
    for (std::size_t at = 0;;) {
        std::size_t child = 2 * at + 1;
        if (child >= heads_.size()) return;
        if (child + 1 < heads_.size() &&
            heads_[child + 1].sighting.key < heads_[child].sighting.key)
            ++child;
        if (heads_[at].sighting.key <= heads_[child].sighting.key) return;
        std::swap(heads_[at], heads_[child]);
        at = child;
    }
}

// As below, for the case in which there is nothing to compare and nothing to count.
bool UniqueKeys::next_of_one(Key& key) {
    Head& head = heads_.front();
    key = head.sighting.key;
    do {
        if (!head.source->next(head.sighting)) {
            heads_.clear();
            return true;
        }
    } while (head.sighting.key == key);
    if (head.sighting.key < key) throw ListFault("a source is not in the order of its hashes");
    return true;
}

bool UniqueKeys::next(Key& key) {
    if (minimum_count_ <= 1 && heads_.size() == 1) return next_of_one(key);
    while (!heads_.empty()) {
        key = heads_.front().sighting.key;
        std::uint64_t sum = 0;
        do {
            sum = sum_of(sum, heads_.front().sighting.count);
            advance_first();
        } while (!heads_.empty() && heads_.front().sighting.key == key);
        if (sum >= minimum_count_ || sum == uncounted) return true;
    }
    return false;
}

}  // namespace ramauth::weak_list
