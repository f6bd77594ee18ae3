// SPDX-License-Identifier: LGPL-2.1-or-later
// Writes a list from its cells in one pass. The number of buckets comes first, because every cell
// depends on it; entries and pages are counted.
#pragma once

#include <cstdint>
#include <future>
#include <string>
#include <vector>

#include "policy/weak_list/list_digest.h"
#include "policy/weak_list/list_page.h"
#include "policy/weak_list/output_file.h"

namespace ramauth::weak_list {

class ListWriter {
public:
    // `wanted` says buckets, width, date, source and minimum count.
    ListWriter(const std::string& path, ListHeader wanted);

    // In ascending order; one that is there already is left out.
    void add(Cell cell);
    // The rest, the index and the header; then the file gets its name. Returns what was written.
    [[nodiscard]] ListHeader publish(unsigned mode);

private:
    void end_buckets_before(std::uint64_t bucket);
    void end_page();
    void flush();
    void wait();

    ListDigester digester_;
    OutputFile file_;
    ListHeader header_;
    PageFiller page_;
    std::uint64_t bucket_ = 0;              // those before it have ended
    std::uint64_t first_bucket_ = 0;        // of the present page
    Cell last_ = 0;                         // where there are entries
    std::vector<std::uint64_t> index_{};    // of the pages that are full
    std::vector<unsigned char> buffer_{};   // those of them that are not yet written
    std::vector<unsigned char> writing_{};  // while another thread reckons and writes
    std::future<void> written_{};           // goes first
};

}  // namespace ramauth::weak_list
