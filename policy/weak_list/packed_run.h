// SPDX-License-Identifier: LGPL-2.1-or-later
// Entries in order, on their way through a temporary file. What they take there is what a build
// takes longest for: so up to 64 of them are a block, in which each has as many bytes as the
// largest step from one key to the next needs, and likewise for the counts.
//   block: entries (1 byte), bytes of a step (1), bytes of a count (1; 0: all are uncounted),
//          the steps, the counts
// The first step of a run is from zero. Numbers have the least significant byte first.
#pragma once

#include <array>
#include <cstdint>
#include <future>
#include <optional>
#include <span>
#include <vector>

#include "policy/weak_list/key_source.h"

namespace ramauth::weak_list {

inline constexpr std::size_t entries_of_block = 64;

// Where a run lies in its file, in bytes.
struct PackedRun {
    std::uint64_t begin;
    std::uint64_t end;
    Key last;
};

// Writes runs one after the other, in another thread. Everything here throws std::system_error.
class RunWriter {
public:
    explicit RunWriter(int file);  // not owned
    RunWriter(const RunWriter&) = delete;
    RunWriter& operator=(const RunWriter&) = delete;
    ~RunWriter() = default;

    // In order. Entries before which no run can go on begin another.
    void add(std::span<const Sighting> entries);
    // Waits for what is on its way; nothing may be added afterwards.
    [[nodiscard]] std::vector<PackedRun> finish();

private:
    void add_block(std::span<const Sighting> entries);
    void flush();
    void wait();

    int file_;
    std::vector<PackedRun> runs_{};
    std::vector<unsigned char> packed_;
    std::size_t size_ = 0;  // of what is packed
    std::uint64_t written_ = 0;
    std::vector<unsigned char> writing_;  // while another thread does
    std::future<void> writing_ends_{};    // goes first
};

class RunReader final : public KeySource {
public:
    // `file` is not owned; `memory` is in bytes.
    RunReader(int file, const PackedRun& run, std::size_t memory);

    [[nodiscard]] std::span<const Sighting> next() override;
    void rewind() override;

private:
    [[nodiscard]] bool refill();
    void unpack(const unsigned char* block);

    int file_;
    PackedRun run_;
    std::uint64_t next_;  // to be read from the file
    std::vector<unsigned char> buffer_;
    std::size_t begin_ = 0;  // of what is in it
    std::size_t end_ = 0;
    Key last_ = 0;
    std::array<Sighting, entries_of_block> block_{};
};

}  // namespace ramauth::weak_list
