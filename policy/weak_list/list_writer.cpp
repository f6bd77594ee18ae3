// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_writer.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "policy/weak_list/file_bytes.h"
#include "policy/weak_list/little_endian.h"

namespace ramauth::weak_list {
namespace {

constexpr std::size_t written_at_once = 256;  // pages: a mebibyte
constexpr std::size_t index_at_once = std::size_t{64} * 1024;

std::span<unsigned char> bytes_of(std::vector<FilePage>& pages) {
    return {reinterpret_cast<unsigned char*>(pages.data()), pages.size() * page_size};
}

}  // namespace

ListWriter::ListWriter(const std::string& path, ListHeader wanted)
    : file_(path),
      header_(std::move(wanted)),
      page_(header_.low_bits()),
      index_file_(nameless_file(directory_of(path))) {
    header_.entries = 0;
    header_.pages = 0;
    buffer_.reserve(written_at_once);
    file_.skip(page_size);
}

inline void ListWriter::add_now(Cell cell) {
    if (header_.entries != 0 && cell == last_) return;
    end_buckets_before(cell >> header_.low_bits());
    if (page_.room() < header_.low_bits() + 1) end_page();
    page_.add(cell);
    last_ = cell;
    ++header_.entries;
}

void ListWriter::add(Cell cell) {
    add_now(cell);
}

void ListWriter::add(std::span<const Key> keys) {
    const std::uint64_t buckets = header_.buckets;
    const unsigned low_bits = header_.low_bits();
    for (const Key key : keys) add_now(cell_of(key, buckets, low_bits));
}

inline void ListWriter::end_buckets_before(std::uint64_t bucket) {
    while (bucket_ < bucket) {
        const std::uint64_t fit = std::min(bucket - bucket_, page_.room());
        page_.end_buckets(fit);
        bucket_ += fit;
        if (fit == 0) end_page();
    }
}

void ListWriter::end_page() {
    auto& page = buffer_.emplace_back().bytes;
    page_.take(page);
    const auto zeros = ZeroCounts::of_page(page.data()).packed;
    index_.resize(index_.size() + sizeof(std::uint64_t));
    store(&index_[index_.size() - sizeof(std::uint64_t)],
          zeros << ListIndex::bucket_bits | first_bucket_);
    if (index_.size() >= index_at_once) write_index_part();
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
        digester_.add(bytes_of(writing_));
        file_.append(bytes_of(writing_));
    });
}

// However many pages there are, memory has only a part of their index.
void ListWriter::write_index_part() {
    write_whole(index_file_.get(), index_, index_written_);
    index_written_ += index_.size();
    index_.clear();
}

void ListWriter::append_index() {
    write_index_part();
    flush();
    wait();
    ListDigester head;
    buffer_.resize(written_at_once);
    std::span<unsigned char> part = bytes_of(buffer_);
    for (std::uint64_t from = 0; from < index_written_; from += part.size()) {
        part = part.first(std::min<std::uint64_t>(part.size(), index_written_ - from));
        if (read_at(index_file_.get(), part, from) != part.size())
            throw std::system_error(EIO, std::generic_category(), "the index is too short");
        digester_.add(part);
        head.add(part);
        file_.append(part);
    }
    header_.content_digest = digester_.finish();
    header_.head_digest = digest_of_head(head, header_);
}

ListHeader ListWriter::publish(unsigned mode, const std::function<void()>& check) {
    end_buckets_before(header_.buckets);
    if (!page_.empty()) end_page();
    append_index();
    file_.write_at(0, encode(header_));
    file_.publish(mode, check);
    return header_;
}

}  // namespace ramauth::weak_list
