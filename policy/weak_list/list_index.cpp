// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_index.h"

#include <bit>
#include <utility>

#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/page_bits.h"

namespace ramauth::weak_list {
namespace {

constexpr std::uint64_t pages_a_mark = 128;
constexpr unsigned fraction_bits = 8;

}  // namespace

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
    set_marks();
}

bool ListIndex::is_sound() const noexcept {
    if (entries_.empty() || first_bucket(0) != 0) return false;
    for (std::uint64_t page = 1; page < entries_.size(); ++page) {
        if (first_bucket(page) < first_bucket(page - 1)) return false;
    }
    return first_bucket(entries_.size() - 1) < buckets_;
}

void ListIndex::set_marks() {
    const std::uint64_t buckets_a_page = buckets_ / entries_.size() + 1;
    mark_bits_ = static_cast<unsigned>(std::bit_width(buckets_a_page * pages_a_mark)) - 1;
    std::uint64_t page = 0;
    for (std::uint64_t mark = 0; mark <= (buckets_ >> mark_bits_) + 1; ++mark) {
        const std::uint64_t bucket = std::min(mark << mark_bits_, buckets_);
        while (page + 1 < entries_.size() && first_bucket(page + 1) <= bucket) ++page;
        const std::uint64_t into = bucket - first_bucket(page);
        marks_.push_back((page << fraction_bits) +
                         (into << fraction_bits) / (buckets_of(page) + 1));
    }
}

// From one mark to the next hashes lie so evenly that this is seldom beside the page.
std::uint64_t ListIndex::guess(std::uint64_t bucket) const noexcept {
    const std::uint64_t mark = bucket >> mark_bits_;
    const std::uint64_t into = bucket - (mark << mark_bits_);
    const std::uint64_t step = marks_[mark + 1] - marks_[mark];
    return (marks_[mark] + (step * into >> mark_bits_)) >> fraction_bits;
}

// From the guess on by doubled steps.
std::uint64_t ListIndex::last_page_from(std::uint64_t bucket) const noexcept {
    const std::uint64_t count = entries_.size();
    std::uint64_t low = std::min(guess(bucket), count - 1);
    std::uint64_t high = low + 1;
    for (std::uint64_t step = 1; low != 0 && first_bucket(low) > bucket; step *= 2) {
        high = low;
        low -= std::min(low, step);
    }
    for (std::uint64_t step = 1; high < count && first_bucket(high) <= bucket; step *= 2) {
        low = high;
        high = std::min(count, high + step);
    }
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
