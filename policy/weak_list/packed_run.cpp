// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/packed_run.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "policy/weak_list/file_bytes.h"
#include "policy/weak_list/little_endian.h"
#include "policy/weak_list/output_file.h"

namespace ramauth::weak_list {
namespace {

constexpr std::size_t block_head = 3;
constexpr std::size_t largest_block =
    block_head + entries_of_block * (sizeof(Key) + sizeof(std::uint32_t));
// Numbers are stored and loaded with all their bytes: so many more than the last one has.
constexpr std::size_t slack = sizeof(Key);
constexpr std::size_t written_at_once = std::size_t{1} << 20;
constexpr std::size_t fewest_read_at_once = 2048;
constexpr std::size_t most_read_at_once = std::size_t{1} << 20;

template <typename Number>
std::size_t bytes_of(Number number) {
    return (static_cast<std::size_t>(std::bit_width(number)) + 7) / 8;
}

template <typename Number>
Number lowest_bytes(std::size_t bytes) {
    return bytes == 0 ? 0 : static_cast<Number>(~Number{0}) >> (sizeof(Number) - bytes) * 8;
}

std::size_t size_of_block(const unsigned char* head) {
    return block_head + std::size_t{head[0]} * (head[1] + head[2]);
}

}  // namespace

RunWriter::RunWriter(int file)
    : file_(file), packed_(written_at_once + largest_block + slack), writing_(packed_.size()) {}

void RunWriter::wait() {
    if (writing_ends_.valid()) writing_ends_.get();
}

void RunWriter::flush() {
    wait();
    std::swap(packed_, writing_);
    writing_ends_ = std::async(std::launch::async, [this, size = size_, offset = written_] {
        write_whole(file_, std::span(writing_.data(), size), offset);
    });
    written_ += size_;
    size_ = 0;
}

void RunWriter::add(std::span<const Sighting> entries) {
    if (entries.empty()) return;
    if (runs_.empty() || entries.front().key < runs_.back().last)
        runs_.push_back({written_ + size_, 0, 0});
    for (std::size_t at = 0; at < entries.size(); at += entries_of_block) {
        add_block(entries.subspan(at, std::min(entries_of_block, entries.size() - at)));
        if (size_ >= written_at_once) flush();
    }
    runs_.back().end = written_ + size_;
}

void RunWriter::add_block(std::span<const Sighting> entries) {
    std::array<Key, entries_of_block> steps;
    Key last = runs_.back().last;
    Key all_steps = 0;
    std::uint32_t all_counts = 0;
    bool counted = false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        steps[i] = entries[i].key - last;
        last = entries[i].key;
        all_steps |= steps[i];
        all_counts |= entries[i].count;
        counted |= entries[i].count != uncounted;
    }
    runs_.back().last = last;
    const std::size_t bytes_of_step = bytes_of(all_steps);
    const std::size_t bytes_of_count = counted ? bytes_of(all_counts) : 0;
    unsigned char* at = &packed_[size_];
    *at++ = static_cast<unsigned char>(entries.size());
    *at++ = static_cast<unsigned char>(bytes_of_step);
    *at++ = static_cast<unsigned char>(bytes_of_count);
    for (std::size_t i = 0; i < entries.size(); ++i, at += bytes_of_step) store(at, steps[i]);
    if (bytes_of_count != 0)
        for (const auto& entry : entries) {
            store(at, entry.count);
            at += bytes_of_count;
        }
    size_ = static_cast<std::size_t>(at - packed_.data());
}

std::vector<PackedRun> RunWriter::finish() {
    flush();
    wait();
    return std::move(runs_);
}

RunReader::RunReader(int file, const PackedRun& run, std::size_t memory)
    : file_(file),
      run_(run),
      next_(run.begin),
      buffer_(std::clamp(memory, fewest_read_at_once, most_read_at_once) + slack) {}

void RunReader::rewind() {
    next_ = run_.begin;
    begin_ = 0;
    end_ = 0;
    last_ = 0;
}

// What is left moves to the front. False where there is nothing more.
bool RunReader::refill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    const std::size_t room = buffer_.size() - slack - end_;
    const std::size_t more = std::min<std::uint64_t>(room, run_.end - next_);
    if (read_at(file_, std::span(buffer_).subspan(end_, more), next_) != more)
        throw std::system_error(EIO, std::generic_category(), "the temporary file is too short");
    next_ += more;
    end_ += more;
    return more != 0;
}

std::span<const Sighting> RunReader::next() {
    while (end_ - begin_ < block_head || end_ - begin_ < size_of_block(&buffer_[begin_])) {
        if (!refill()) return {};
    }
    const unsigned char* const block = &buffer_[begin_];
    unpack(block);
    begin_ += size_of_block(block);
    return std::span(block_).first(block[0]);
}

void RunReader::unpack(const unsigned char* block) {
    const std::size_t count = std::min<std::size_t>(block[0], block_.size());
    const std::size_t bytes_of_step = block[1];
    const std::size_t bytes_of_count = block[2];
    const unsigned char* at = block + block_head;
    const Key step = lowest_bytes<Key>(bytes_of_step);
    for (std::size_t i = 0; i < count; ++i, at += bytes_of_step) {
        last_ += load<Key>(at) & step;
        block_[i] = {last_, uncounted};
    }
    if (bytes_of_count == 0) return;
    const auto number = lowest_bytes<std::uint32_t>(bytes_of_count);
    for (std::size_t i = 0; i < count; ++i, at += bytes_of_count)
        block_[i].count = load<std::uint32_t>(at) & number;
}

}  // namespace ramauth::weak_list
