// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_page.h"

namespace ramauth::weak_list {

// The word in which the two ends meet is put together from both.
void PageFiller::take(std::span<unsigned char, page_size> into) noexcept {
    words_[low_word_] |= low_bits_of_word_;
    for (std::size_t word = 0; word < page_words; ++word)
        store(&into[word * sizeof(std::uint64_t)], words_[word]);
    *this = PageFiller(low_bits_);
}

bool PageWalk::next(Cell& cell) noexcept {
    const auto room = [this](std::uint64_t bits) {
        return front_ + entries_ * low_bits_ + bits <= page_bits;
    };
    while (room(1)) {
        if (bit_at(page_.data(), front_)) {
            if (!room(low_bits_ + 1)) break;
            ++front_;
            cell = bucket_ << low_bits_ | low_of(page_.data(), entries_++, low_bits_);
            return true;
        }
        if (buckets_ == 0) break;
        ++front_;
        ++bucket_;
        --buckets_;
    }
    sound_ = buckets_ == 0;
    return false;
}

}  // namespace ramauth::weak_list
