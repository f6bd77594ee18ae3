// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/cell_walk.h"

#include <algorithm>
#include <span>

#include "policy/weak_list/file_bytes.h"
#include "policy/weak_list/list_fault.h"

namespace ramauth::weak_list {
namespace {

constexpr std::uint64_t pages_at_once = 256;  // a mebibyte

}  // namespace

void CellWalk::refuse(const std::string& why) const {
    throw ListFault(name_ + ": is damaged: " + why);
}

void CellWalk::read(std::uint64_t from, std::size_t size) {
    buffer_.resize(size);
    if (read_at(fd_, buffer_, from) != size) refuse("it was cut short");
    digester_.add(buffer_);
}

bool CellWalk::next_page() {
    if (page_ == header_.pages) {
        finish();
        return false;
    }
    const std::uint64_t in_buffer = page_ % pages_at_once;
    if (in_buffer == 0)
        read(page_size + page_ * page_size,
             std::min(pages_at_once, header_.pages - page_) * page_size);
    const std::span<const unsigned char, page_size> page(&buffer_[in_buffer * page_size],
                                                         page_size);
    walk_.emplace(page, header_.low_bits(), index_.first_bucket(page_), index_.buckets_of(page_));
    ++page_;
    return true;
}

void CellWalk::finish() {
    const std::uint64_t end = header_.file_size();
    for (std::uint64_t from = page_size + header_.pages * page_size; from < end;
         from += buffer_.size())
        read(from, std::min<std::uint64_t>(pages_at_once * page_size, end - from));
    if (digester_.finish() != header_.content_digest) refuse("its content is not what was written");
}

bool CellWalk::next(Cell& cell) {
    while (!at_end_) {
        if (walk_ && walk_->next(cell)) return true;
        if (walk_ && !walk_->sound()) refuse("a page");
        at_end_ = !next_page();
    }
    return false;
}

}  // namespace ramauth::weak_list
