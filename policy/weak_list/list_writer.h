// SPDX-License-Identifier: LGPL-2.1-or-later
// Writes a list from its cells in one pass. The number of buckets comes first, because every cell
// depends on it; entries and pages are counted.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <future>
#include <span>
#include <string>
#include <vector>

#include "policy/weak_list/list_digest.h"
#include "policy/weak_list/list_page.h"
#include "policy/weak_list/output_file.h"

namespace ramauth::weak_list {

// At an address that the disk may read from.
struct alignas(page_size) FilePage {
    std::array<unsigned char, page_size> bytes;
};

class ListWriter {
public:
    // `wanted` says buckets, width, date, source and minimum count.
    ListWriter(const std::string& path, ListHeader wanted);

    // In ascending order; one that is there already is left out.
    void add(Cell cell);
    void add(std::span<const Key> keys);
    [[nodiscard]] std::uint64_t entries() const noexcept { return header_.entries; }  // so far
    // The rest, the index and the header; then the file gets its name. Returns what was written.
    // `check` comes at the last moment, and may throw: then nothing has happened.
    [[nodiscard]] ListHeader publish(
        unsigned mode, const std::function<void()>& check = [] {});

private:
    void add_now(Cell cell);
    void end_buckets_before(std::uint64_t bucket);
    void end_page();
    void write_index_part();
    void append_index();
    void flush();
    void wait();

    ListDigester digester_;
    OutputFile file_;
    ListHeader header_;
    PageFiller page_;
    std::uint64_t bucket_ = 0;            // those before it have ended
    std::uint64_t first_bucket_ = 0;      // of the present page
    Cell last_ = 0;                       // where there are entries
    UniqueFd index_file_;                 // the index of the pages that are full
    std::vector<unsigned char> index_{};  // its end, which is not yet written
    std::uint64_t index_written_ = 0;     // bytes
    std::vector<FilePage> buffer_{};      // that are full and not yet written
    std::vector<FilePage> writing_{};     // while another thread reckons and writes
    std::future<void> written_{};         // goes first
};

}  // namespace ramauth::weak_list
