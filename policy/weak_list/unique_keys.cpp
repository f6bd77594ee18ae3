// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/unique_keys.h"

#include <algorithm>
#include <utility>

#include "policy/weak_list/list_fault.h"

namespace ramauth::weak_list {
namespace {

constexpr std::size_t keys_at_once = 1024;

// An entry without a count is taken whatever the others say.
std::uint64_t sum_of(std::uint64_t sum, std::uint32_t count) {
    return sum == uncounted || count == uncounted
               ? uncounted
               : std::min<std::uint64_t>(sum + count, uncounted - 1);
}

[[noreturn]] void refuse_order() {
    throw ListFault("a source is not in the order of its hashes");
}

}  // namespace

UniqueKeys::UniqueKeys(std::vector<KeySource*> sources, std::uint64_t minimum_count)
    : sources_(std::move(sources)), minimum_count_(minimum_count), keys_(keys_at_once) {
    fill();
}

void UniqueKeys::fill() {
    heads_.clear();
    any_ = false;
    taken_ = 0;
    for (KeySource* const source : sources_) {
        const Head head{source->next(), source};
        if (!head.rest.empty()) heads_.push_back(head);
    }
    std::make_heap(heads_.begin(), heads_.end(), [](const Head& left, const Head& right) {
        return left.rest.front().key > right.rest.front().key;
    });
}

void UniqueKeys::rewind() {
    for (KeySource* const source : sources_) source->rewind();
    fill();
}

// The first head gets the next entry of its source and sinks to where it belongs.
void UniqueKeys::advance_first() {
    Head& first = heads_.front();
    const Key before = first.rest.front().key;
    ++taken_;
    first.rest = first.rest.subspan(1);
    if (first.rest.empty()) first.rest = first.source->next();
    if (first.rest.empty()) {
        first = heads_.back();
        heads_.pop_back();
    } else if (first.rest.front().key < before) {
        refuse_order();
    }
    const auto key_of = [this](std::size_t head) { return heads_[head].rest.front().key; };
    for (std::size_t at = 0;;) {
        std::size_t child = 2 * at + 1;
        if (child >= heads_.size()) return;
        if (child + 1 < heads_.size() && key_of(child + 1) < key_of(child)) ++child;
        if (key_of(at) <= key_of(child)) return;
        std::swap(heads_[at], heads_[child]);
        at = child;
    }
}

// As merge(), for the case in which there is nothing to compare and nothing to count.
std::size_t UniqueKeys::take_from_one() {
    Head& head = heads_.front();
    const std::size_t at_most = std::min(head.rest.size(), keys_.size());
    Key last = any_ ? last_ : head.rest.front().key + 1;  // another one than the first
    bool in_order = !any_ || head.rest.front().key >= last_;
    Key before = head.rest.front().key;
    std::size_t size = 0;
    Key* const keys = keys_.data();
    for (const Sighting& sighting : head.rest.first(at_most)) {
        keys[size] = sighting.key;
        size += sighting.key != last ? 1 : 0;
        in_order = in_order && sighting.key >= before;
        last = before = sighting.key;
    }
    if (!in_order) refuse_order();
    any_ = true;
    taken_ += at_most;
    last_ = last;
    head.rest = head.rest.subspan(at_most);
    if (head.rest.empty()) head.rest = head.source->next();
    if (head.rest.empty()) heads_.clear();
    return size;
}

std::size_t UniqueKeys::merge() {
    std::size_t size = 0;
    while (!heads_.empty() && size < keys_.size()) {
        const Key key = heads_.front().rest.front().key;
        std::uint64_t sum = 0;
        do {
            sum = sum_of(sum, heads_.front().rest.front().count);
            advance_first();
        } while (!heads_.empty() && heads_.front().rest.front().key == key);
        keys_[size] = key;
        size += sum >= minimum_count_ || sum == uncounted ? 1 : 0;
    }
    return size;
}

std::span<const Key> UniqueKeys::next() {
    const bool simple = minimum_count_ <= 1 && sources_.size() == 1;
    std::size_t size = 0;
    while (size == 0 && !heads_.empty()) size = simple ? take_from_one() : merge();
    return std::span(keys_).first(size);
}

}  // namespace ramauth::weak_list
