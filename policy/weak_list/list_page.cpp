// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_page.h"

namespace ramauth::weak_list {

void PageFiller::add(Cell cell) noexcept {
    words_[front_ / word_bits] |= std::uint64_t{1} << front_ % word_bits;
    ++front_;
    const std::uint64_t low = cell & ((Cell{1} << low_bits_) - 1);
    const std::uint64_t position = low_position(entries_++, low_bits_);
    const std::uint64_t word = position / word_bits;
    const unsigned shift = position % word_bits;
    words_[word] |= low << shift;
    if (shift + low_bits_ > word_bits) words_[word + 1] |= low >> (word_bits - shift);
}

void PageFiller::take(std::span<unsigned char, page_size> into) noexcept {
    for (std::size_t word = 0; word < page_words; ++word)
        store(&into[word * sizeof(std::uint64_t)], words_[word]);
    words_ = {};
    front_ = 0;
    entries_ = 0;
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
