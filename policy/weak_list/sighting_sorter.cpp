// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/sighting_sorter.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <system_error>

#include "policy/weak_list/little_endian.h"
#include "policy/weak_list/output_file.h"

namespace ramauth::weak_list {
namespace {

// A key, and a count without the room that lies between them in memory.
constexpr std::size_t counted_size = sizeof(Key) + sizeof(std::uint32_t);
constexpr std::size_t most_at_once = std::size_t{64} * 1024;  // entries
constexpr std::size_t fewest_at_once = 256;

bool by_key(const Sighting& left, const Sighting& right) {
    return left.key < right.key;
}

class RunSource final : public KeySource {
public:
    RunSource(int file, std::size_t entry_size, std::uint64_t begin, std::uint64_t end,
              std::size_t at_once)
        : file_(file),
          entry_size_(entry_size),
          begin_(begin),
          end_(end),
          next_(begin),
          at_once_(at_once) {}

    bool next(Sighting& sighting) override {
        if (at_ == buffer_.size() && !refill()) return false;
        const unsigned char* const entry = &buffer_[at_];
        sighting.key = load<Key>(entry);
        if (entry_size_ == counted_size)
            sighting.count = load<std::uint32_t>(entry + sizeof(Key));
        else
            sighting.count = uncounted;
        at_ += entry_size_;
        return true;
    }

    void rewind() override {
        next_ = begin_;
        buffer_.clear();
        at_ = 0;
    }

private:
    bool refill();

    int file_;
    std::size_t entry_size_;
    std::uint64_t begin_;
    std::uint64_t end_;
    std::uint64_t next_;
    std::size_t at_once_;
    std::vector<unsigned char> buffer_{};
    std::size_t at_ = 0;
};

bool RunSource::refill() {
    const std::uint64_t count = std::min<std::uint64_t>(at_once_, end_ - next_);
    if (count == 0) return false;
    buffer_.resize(count * entry_size_);
    at_ = 0;
    for (std::size_t done = 0; done < buffer_.size();) {
        const ssize_t got = ::pread(file_, &buffer_[done], buffer_.size() - done,
                                    static_cast<off_t>(next_ * entry_size_ + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0)
            throw std::system_error(got == 0 ? EIO : errno, std::generic_category(),
                                    "cannot read the temporary file");
        done += static_cast<std::size_t>(got);
    }
    next_ += count;
    return true;
}

}  // namespace

SightingSorter::SightingSorter(const std::string& directory, Counts counts, std::size_t part_size)
    : file_(nameless_file(directory)),
      entry_size_(counts == Counts::kept ? counted_size : sizeof(Key)),
      part_(part_size),
      packed_(part_size * entry_size_) {}

void SightingSorter::wait() {
    if (written_.valid()) written_.get();
}

void SightingSorter::write_part() {
    if (used_ == 0) return;
    const std::span<Sighting> part(part_.data(), used_);
    if (!in_order_) std::sort(part.begin(), part.end(), by_key);
    wait();
    unsigned char* at = packed_.data();
    for (const Sighting& sighting : part) {
        store(at, sighting.key);
        if (entry_size_ == counted_size) store(at + sizeof(Key), sighting.count);
        at += entry_size_;
    }
    const std::uint64_t begin = entries_;
    const auto size = static_cast<std::size_t>(at - packed_.data());
    written_ = std::async(std::launch::async, [this, size, begin] {
        write_whole(file_.get(), std::span(packed_.data(), size), begin * entry_size_);
    });
    entries_ += part.size();
    if (!runs_.empty() && runs_.back().last <= part.front().key)
        runs_.back() = {runs_.back().begin, entries_, part.back().key};
    else
        runs_.push_back({begin, entries_, part.back().key});
    used_ = 0;
    always_in_order_ = always_in_order_ && in_order_;
    in_order_ = true;
}

std::optional<std::uint64_t> SightingSorter::distinct() const noexcept {
    if (!always_in_order_ || !in_order_) return std::nullopt;
    return distinct_;
}

std::vector<std::unique_ptr<KeySource>> SightingSorter::runs(std::size_t memory) {
    write_part();
    wait();
    part_ = {};
    packed_ = {};
    std::vector<std::unique_ptr<KeySource>> sources;
    if (runs_.empty()) return sources;
    const std::size_t at_once =
        std::clamp(memory / runs_.size() / entry_size_, fewest_at_once, most_at_once);
    for (const Run& run : runs_) {
        sources.push_back(
            std::make_unique<RunSource>(file_.get(), entry_size_, run.begin, run.end, at_once));
    }
    return sources;
}

}  // namespace ramauth::weak_list
