// SPDX-License-Identifier: LGPL-2.1-or-later
// Which page has which buckets, and whereabouts: a number of 64 bits a page. Its lower 34 bits are
// the page's first bucket, of which the page before may have the beginning; three times ten bits
// follow, the zeros among the page's first 512 bits, the next and the third 512. So a question
// meets the one line of the processor's cache in which its bucket ends.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/weak_list/list_header.h"

namespace ramauth::weak_list {

inline constexpr unsigned stretches_counted = 3;
inline constexpr std::uint64_t stretch_words = 8;  // of 64 bits

// How many zeros each of the first stretches of a page has.
struct ZeroCounts {
    std::uint64_t packed;

    [[nodiscard]] std::uint64_t of(unsigned stretch) const noexcept {
        return packed >> 10 * stretch & 1023U;
    }
    [[nodiscard]] static ZeroCounts of_page(const unsigned char* page) noexcept;
};

class ListIndex {
public:
    static constexpr unsigned bucket_bits = 34;

    // `entries` as they stand in the file, which are turned where this machine writes numbers the
    // other way. Throws ListFault where they cannot be.
    ListIndex(std::vector<std::uint64_t> entries, std::uint64_t buckets);

    struct Pages {
        std::uint64_t first;
        std::uint64_t last;
    };
    // That a bucket may stand in: one, nearly always. `bucket` is less than buckets.
    [[nodiscard]] Pages pages_of(std::uint64_t bucket) const noexcept;

    [[nodiscard]] std::uint64_t first_bucket(std::uint64_t page) const noexcept {
        return entries_[page] & ((std::uint64_t{1} << bucket_bits) - 1);
    }
    [[nodiscard]] ZeroCounts zeros(std::uint64_t page) const noexcept {
        return {entries_[page] >> bucket_bits};
    }
    // How many buckets end in a page.
    [[nodiscard]] std::uint64_t buckets_of(std::uint64_t page) const noexcept;

private:
    [[nodiscard]] bool is_sound() const noexcept;
    void set_marks();
    [[nodiscard]] std::uint64_t guess(std::uint64_t bucket) const noexcept;
    [[nodiscard]] std::uint64_t last_page_from(std::uint64_t bucket) const noexcept;

    std::vector<std::uint64_t> entries_;
    std::uint64_t buckets_;
    // Where the buckets that are multiples of 2^mark_bits_ lie, in pages and fractions of one.
    unsigned mark_bits_ = 0;
    std::vector<std::uint64_t> marks_{};
};

}  // namespace ramauth::weak_list
