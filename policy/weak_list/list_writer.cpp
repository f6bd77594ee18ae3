// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_writer.h"

#include <algorithm>
#include <utility>

#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/little_endian.h"

namespace ramauth::weak_list {
namespace {

constexpr std::size_t written_at_once = std::size_t{1} << 20;

}  // namespace

ListWriter::ListWriter(const std::string& path, ListHeader wanted)
    : file_(path), header_(std::move(wanted)), page_(header_.low_bits()) {
    header_.entries = 0;
    header_.pages = 0;
    buffer_.reserve(written_at_once);
    file_.skip(page_size);
}

void ListWriter::add(Cell cell) {
    if (header_.entries != 0 && cell == last_) return;
    end_buckets_before(cell >> header_.low_bits());
    if (page_.room() < header_.low_bits() + 1) end_page();
    page_.add(cell);
    last_ = cell;
    ++header_.entries;
}

void ListWriter::end_buckets_before(std::uint64_t bucket) {
    while (bucket_ < bucket) {
        const std::uint64_t fit = std::min(bucket - bucket_, page_.room());
        page_.end_buckets(fit);
        bucket_ += fit;
        if (fit == 0) end_page();
    }
}

void ListWriter::end_page() {
    const std::size_t at = buffer_.size();
    buffer_.resize(at + page_size);
    page_.take(std::span<unsigned char, page_size>(&buffer_[at], page_size));
    index_.push_back(ZeroCounts::of_page(&buffer_[at]).packed << ListIndex::bucket_bits |
                     first_bucket_);
    first_bucket_ = bucket_;
    ++header_.pages;
    if (buffer_.size() >= written_at_once) flush();
}

void ListWriter::wait() {
    if (written_.valid()) written_.get();
}

void ListWriter::flush() {
    wait();
    std::swap(buffer_, writing_);
    buffer_.clear();
    written_ = std::async(std::launch::async, [this] {
        digester_.add(writing_);
        file_.append(writing_);
    });
}

ListHeader ListWriter::publish(unsigned mode) {
    end_buckets_before(header_.buckets);
    if (!page_.empty()) end_page();
    std::vector<unsigned char> index(index_.size() * sizeof(std::uint64_t));
    for (std::size_t page = 0; page < index_.size(); ++page)
        store(&index[page * sizeof(std::uint64_t)], index_[page]);
    buffer_.insert(buffer_.end(), index.begin(), index.end());
    flush();
    wait();
    header_.content_digest = digester_.finish();
    header_.head_digest = digest_of_head(index, header_);
    file_.write_at(0, encode(header_));
    file_.publish(mode);
    return header_;
}

}  // namespace ramauth::weak_list
