// SPDX-License-Identifier: LGPL-2.1-or-later
// One page of a weak list: an Elias-Fano block of 4096 bytes that covers a run of buckets and so a
// run of hash prefixes (ramauth-weak-list(5)). Bits are counted from the lowest of the first byte.
// From the front, a one for each entry and a zero for the end of each bucket, in order; from the
// back, the lower bits of each entry. What lies between is zero. A bucket may go on in the next
// page.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "policy/weak_list/list_cell.h"
#include "policy/weak_list/list_header.h"
#include "policy/weak_list/list_index.h"
#include "policy/weak_list/page_bits.h"

namespace ramauth::weak_list {

class PageFiller {
public:
    explicit PageFiller(unsigned low_bits) : low_bits_(low_bits) {}

    [[nodiscard]] bool empty() const noexcept { return front_ == 0; }
    // How many bits are left between the two ends. An entry takes low_bits + 1, the end of a bucket
    // one.
    [[nodiscard]] std::uint64_t room() const noexcept { return room_; }
    // There must be room.
    void add(Cell cell) noexcept {
        words_[front_ / word_bits] |= std::uint64_t{1} << front_ % word_bits;
        ++front_;
        add_low(cell & ((Cell{1} << low_bits_) - 1));
        room_ -= low_bits_ + 1;
    }
    void end_buckets(std::uint64_t count) noexcept {
        front_ += count;
        room_ -= count;
    }

    // The page as it is written; then it is empty again.
    void take(std::span<unsigned char, page_size> into) noexcept;

private:
    void add_low(std::uint64_t low) noexcept {
        if (low_bits_ <= free_) {
            free_ -= low_bits_;
            low_bits_of_word_ |= low << free_;
            return;
        }
        const unsigned rest = low_bits_ - free_;
        words_[low_word_--] |= low_bits_of_word_ | low >> rest;
        free_ = word_bits - rest;
        low_bits_of_word_ = low << free_;
    }

    std::array<std::uint64_t, page_words> words_{};
    unsigned low_bits_;
    std::uint64_t front_ = 0;
    std::uint64_t room_ = page_bits;
    // The back: the word that is being filled, from its highest bit on.
    std::uint64_t low_word_ = page_words - 1;
    std::uint64_t low_bits_of_word_ = 0;
    unsigned free_ = word_bits;
};

// What follows from the width of a list, once for all questions.
struct PageShape {
    explicit PageShape(unsigned low_bits);

    unsigned low_bits;
    std::uint64_t last_entry;  // that a page could have
};

// What the index knows of a bucket in a page.
struct Place {
    std::uint64_t bucket;  // its number in the page, from 0
    ZeroCounts zeros;      // of the page
};

// Does the bucket have the entry with these lower bits? Whatever the bytes are, no others are read.
[[nodiscard]] bool page_has(const unsigned char* page, const PageShape& shape, const Place& place,
                            std::uint64_t low) noexcept;

// Begins to bring what page_has() will read from memory.
void fetch_page(const unsigned char* page, const PageShape& shape, const Place& place) noexcept;

// Walks through the entries of a page.
class PageWalk {
public:
    // `first` is the page's first bucket, `buckets` how many end in it.
    PageWalk(std::span<const unsigned char, page_size> page, unsigned low_bits, std::uint64_t first,
             std::uint64_t buckets)
        : page_(page), low_bits_(low_bits), bucket_(first), buckets_(buckets) {}

    // False at the end. `sound()` then says whether the page was one.
    [[nodiscard]] bool next(Cell& cell) noexcept;
    [[nodiscard]] bool sound() const noexcept { return sound_; }

private:
    std::span<const unsigned char, page_size> page_;
    unsigned low_bits_;
    std::uint64_t bucket_;
    std::uint64_t buckets_;  // that are still to end
    std::uint64_t front_ = 0;
    std::uint64_t entries_ = 0;
    bool sound_ = true;
};

}  // namespace ramauth::weak_list
