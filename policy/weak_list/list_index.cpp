// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_index.h"

#include <bit>

#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/page_bits.h"

namespace ramauth::weak_list {
namespace {

constexpr unsigned scale_bits = 28;  // times 34 bits of a bucket is less than 64

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

ListIndex::ListIndex(std::span<const unsigned char> bytes, std::uint64_t buckets)
    : buckets_(buckets) {
    entries_.reserve(bytes.size() / sizeof(std::uint64_t));
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t))
        entries_.push_back(load<std::uint64_t>(&bytes[at]));
    if (!is_sound()) throw ListFault("is damaged: its index cannot be");
    pages_a_bucket_ = (std::uint64_t{entries_.size()} << scale_bits) / (buckets_ + 1);
}

bool ListIndex::is_sound() const noexcept {
    if (entries_.empty() || first_bucket(0) != 0) return false;
    for (std::uint64_t page = 1; page < entries_.size(); ++page) {
        if (first_bucket(page) < first_bucket(page - 1)) return false;
    }
    return first_bucket(entries_.size() - 1) < buckets_;
}

// Hashes lie evenly, so the page is near where a rule of three says; from there by doubled steps.
std::uint64_t ListIndex::last_page_from(std::uint64_t bucket) const noexcept {
    const std::uint64_t count = entries_.size();
    std::uint64_t low = std::min(bucket * pages_a_bucket_ >> scale_bits, count - 1);
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
