// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_index.h"

#include <bit>
#include <utility>

#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/page_bits.h"

namespace ramauth::weak_list {

ZeroCounts ZeroCounts::of_page(const unsigned char* page) noexcept {
    ZeroCounts counts{0};
    for (unsigned stretch = 0; stretch < stretches_counted; ++stretch) {
        std::uint64_t zeros = 0;
        for (std::uint64_t word = 0; word < stretch_words; ++word) {
            const std::uint64_t bits = word_at(page, stretch * stretch_words + word);
            zeros += static_cast<std::uint64_t>(std::popcount(~bits));
        }
        counts.packed |= zeros << 10 * stretch;
    }
    return counts;
}

ListIndex::ListIndex(std::vector<std::uint64_t> entries, std::uint64_t buckets)
    : entries_(std::move(entries)), buckets_(buckets) {
    for (std::uint64_t& entry : entries_) entry = in_file_order(entry);
    if (!is_sound()) throw ListFault("is damaged: its index cannot be");
    find_first_pages();
}

bool ListIndex::is_sound() const noexcept {
    if (entries_.empty() || first_bucket(0) != 0) return false;
    for (std::uint64_t page = 1; page < entries_.size(); ++page) {
        if (first_bucket(page) < first_bucket(page - 1)) return false;
    }
    return first_bucket(entries_.size() - 1) < buckets_;
}

void ListIndex::find_first_pages() {
    part_bits_ = static_cast<unsigned>(std::bit_width(buckets_ / entries_.size() / 2));
    const std::uint64_t parts = ((buckets_ - 1) >> part_bits_) + 1;
    first_pages_.resize(parts + 1);
    std::uint64_t page = 0;
    for (std::uint64_t part = 0; part <= parts; ++part) {
        while (page + 1 < entries_.size() && first_bucket(page + 1) <= part << part_bits_) ++page;
        first_pages_[part] = static_cast<std::uint32_t>(page);
    }
}

// The first half without a branch: there is seldom more to look for, and nobody can guess which it
// is.
std::uint64_t ListIndex::last_page_from(std::uint64_t bucket) const noexcept {
    const std::uint64_t part = bucket >> part_bits_;
    std::uint64_t low = first_pages_[part];
    std::uint64_t high = std::uint64_t{first_pages_[part + 1]} + 1;
    const std::uint64_t half = (high - low) / 2;
    const std::uint64_t later = first_bucket(low + half) <= bucket ? ~std::uint64_t{0} : 0;
    high = later != 0 ? high : low + half;
    low += half & later;
    while (high - low > 1) {
        const std::uint64_t middle = low + (high - low) / 2;
        (first_bucket(middle) <= bucket ? low : high) = middle;
    }
    return low;
}

ListIndex::Pages ListIndex::pages_of(std::uint64_t bucket) const noexcept {
    const std::uint64_t last = last_page_from(bucket);
    std::uint64_t first = last;
    while (first != 0 && first_bucket(first) == bucket) --first;
    return {first, last};
}

std::uint64_t ListIndex::buckets_of(std::uint64_t page) const noexcept {
    const std::uint64_t next = page + 1 < entries_.size() ? first_bucket(page + 1) : buckets_;
    return next - first_bucket(page);
}

}  // namespace ramauth::weak_list
