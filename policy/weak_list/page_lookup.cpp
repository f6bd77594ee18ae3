// SPDX-License-Identifier: LGPL-2.1-or-later
// How a page is asked. Nearly all of the time goes into waiting for memory. A processor works on
// the next question meanwhile, unless it has guessed wrong which way a branch goes: so there is
// none here that depends on what the page says, for all that is usual.
#include <bit>

#include "policy/weak_list/list_page.h"
#include "policy/weak_list/page_bits.h"

namespace ramauth::weak_list {
namespace {

constexpr std::uint64_t line_size = 64;  // of the processor's cache, in bytes
constexpr unsigned usual_entries = 4;    // of a bucket; 0.4 percent have more

#define ALWAYS_INLINE [[gnu::always_inline]] inline

// The place of the `wanted`th (from 1) one in a word that has as many.
ALWAYS_INLINE unsigned place_of_one(std::uint64_t word, unsigned wanted) {
    unsigned place = 0;
#pragma GCC unroll 6
    for (unsigned half = word_bits / 2; half != 0; half /= 2) {
        const std::uint64_t lower = word & ((std::uint64_t{1} << half) - 1);
        const auto ones = static_cast<unsigned>(std::popcount(lower));
        const unsigned above = ones < wanted ? 1 : 0;
        wanted -= ones * above;
        place += half * above;
        word >>= half * above;
    }
    return place;
}

// The stretch of a page in which a number of zeros is reached, and how many it has before.
struct Stretch {
    std::uint64_t number = 0;
    std::uint64_t passed = 0;
};

ALWAYS_INLINE Stretch stretch_of(std::uint64_t zeros, ZeroCounts counts) {
    Stretch stretch;
    std::uint64_t sum = 0;
    for (unsigned i = 0; i < stretches_counted; ++i) {
        sum += counts.of(i);
        const std::uint64_t later = (sum - zeros) >> 63U;
        stretch.number += later;
        stretch.passed += counts.of(i) & (0 - later);
    }
    return stretch;
}

// Behind the `zeros`th zero from the front; page_bits where there are not as many.
ALWAYS_INLINE std::uint64_t behind_zero(const unsigned char* page, std::uint64_t zeros,
                                        const Stretch& stretch) {
    std::uint64_t passed = stretch.passed;
    std::uint64_t counted = passed;
    std::uint64_t word = stretch.number * stretch_words;
    const std::uint64_t end = word + stretch_words;
#pragma GCC unroll 8
    for (std::uint64_t i = 0; i < stretch_words; ++i) {
        const auto here = static_cast<std::uint64_t>(
            std::popcount(~word_at(page, stretch.number * stretch_words + i)));
        counted += here;
        const std::uint64_t later = (counted - zeros) >> 63U;
        word += later;
        passed += here & (0 - later);
    }
    // Behind the stretches that the index has counted.
    for (; word >= end && word < page_words; ++word) {
        counted += static_cast<std::uint64_t>(std::popcount(~word_at(page, word)));
        if (counted >= zeros) break;
        passed = counted;
    }
    if (word >= page_words) return page_bits;
    const unsigned place =
        place_of_one(~word_at(page, word), static_cast<unsigned>(zeros - passed));
    return zeros == 0 ? 0 : word * word_bits + place + 1;
}

// The ones in a row from `front` on.
ALWAYS_INLINE std::uint64_t ones_from(const unsigned char* page, std::uint64_t front) {
    auto count = static_cast<std::uint64_t>(std::countr_one(bits_from(page, front)));
    if (count > usual_entries) {
        while (front + count < page_bits && bit_at(page, front + count)) ++count;
    }
    return count;
}

// Is `low` among `count` entries from the number `entry` on?
ALWAYS_INLINE bool is_among(const unsigned char* page, const PageShape& shape, std::uint64_t entry,
                            std::uint64_t count, std::uint64_t low) {
    const unsigned low_bits = shape.low_bits;
    unsigned found = 0;
    // What is no entry of the bucket is looked at as well, and does not count.
    for (unsigned i = 0; i < usual_entries; ++i) {
        const bool same = low_of(page, std::min(entry + i, shape.last_entry), low_bits) == low;
        found |= static_cast<unsigned>(same) & static_cast<unsigned>(i < count);
    }
    for (std::uint64_t i = usual_entries; i < count; ++i)
        found |= static_cast<unsigned>(low_of(page, entry + i, low_bits) == low);
    return found != 0;
}

// Both ends of a page come from memory at the same time. Of the lower bits it is known where they
// are about, because half of all bits at the front are zeros.
ALWAYS_INLINE void fetch(const unsigned char* page, unsigned low_bits, std::uint64_t bucket,
                         const Stretch& stretch) {
    const std::uint64_t word = stretch.number * stretch_words;
    __builtin_prefetch(page + word * sizeof(std::uint64_t));
    const std::uint64_t front = word * word_bits + 2 * (bucket - stretch.passed);
    const std::uint64_t entry = std::min(front - bucket, page_bits / 32);
    const unsigned char* const low = page + low_position(entry, low_bits) / 8;
    __builtin_prefetch(low + line_size / 2);
    __builtin_prefetch(low - line_size / 2);
}

ALWAYS_INLINE bool has(const unsigned char* page, const PageShape& shape, const Place& place,
                       std::uint64_t low) {
    const std::uint64_t bucket = place.bucket;
    if (bucket >= page_bits) return false;
    const Stretch stretch = stretch_of(bucket, place.zeros);
    fetch(page, shape.low_bits, bucket, stretch);
    const std::uint64_t front = behind_zero(page, bucket, stretch);
    // Neither is so in a sound page with a sound index.
    if (front >= page_bits || front < bucket) return false;
    const std::uint64_t entry = front - bucket;
    if (front + entry * shape.low_bits > page_bits) return false;
    std::uint64_t count = ones_from(page, front);
    // A page that is full to the last bit has no zero between its two ends.
    if (front + count + (entry + count) * shape.low_bits > page_bits)
        count = (page_bits - front - entry * shape.low_bits) / (shape.low_bits + 1);
    return is_among(page, shape, entry, count, low);
}

#if defined(__x86_64__)
[[gnu::target("popcnt,bmi")]] bool has_by_instruction(const unsigned char* page,
                                                      const PageShape& shape, const Place& place,
                                                      std::uint64_t low) {
    return has(page, shape, place, low);
}
#endif

}  // namespace

PageShape::PageShape(unsigned width) : low_bits(width), last_entry(page_bits / width - 1) {}

void fetch_page(const unsigned char* page, const PageShape& shape, const Place& place) noexcept {
    fetch(page, shape.low_bits, place.bucket, stretch_of(place.bucket, place.zeros));
}

bool page_has(const unsigned char* page, const PageShape& shape, const Place& place,
              std::uint64_t low) noexcept {
#if defined(__x86_64__)
    // Debian's baseline has no instruction that counts bits; nearly every machine has.
    if (__builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi"))
        return has_by_instruction(page, shape, place, low);
#endif
    return has(page, shape, place, low);
}

}  // namespace ramauth::weak_list
