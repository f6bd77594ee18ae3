// SPDX-License-Identifier: LGPL-2.1-or-later
// Puts entries in order outside memory: parts of them are sorted and written to a nameless file as
// runs, to be merged by whoever reads. Entries that come in order make one run, however many.
#pragma once

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/weak_list/key_source.h"
#include "shared/fd.h"

namespace ramauth::weak_list {

class SightingSorter {
public:
    // 16 MiB of memory, and 12 in which they are packed.
    static constexpr std::size_t usual_part_size = std::size_t{1} << 20;

    // Without counts, all entries become uncounted.
    enum class Counts { kept, dropped };
    // The file lies in `directory`; parts of `part_size` entries are sorted in memory. Throws
    // std::system_error, as everything here does.
    SightingSorter(const std::string& directory, Counts counts,
                   std::size_t part_size = usual_part_size);

    void add(const Sighting& sighting) {
        in_order_ = in_order_ && sighting.key >= last_;
        distinct_ += sighting.key != last_ || entries_ + used_ == 0 ? 1 : 0;
        last_ = sighting.key;
        part_[used_++] = sighting;
        if (used_ == part_.size()) write_part();
    }

    // How many different keys there are, where all came in order; else nothing.
    [[nodiscard]] std::optional<std::uint64_t> distinct() const noexcept;

    // One source a run; they read the file, which must outlive them, and share `memory` bytes.
    // Nothing may be added afterwards.
    [[nodiscard]] std::vector<std::unique_ptr<KeySource>> runs(std::size_t memory);

private:
    struct Run {
        std::uint64_t begin;  // in entries
        std::uint64_t end;
        Key last;
    };

    void write_part();
    void wait();

    UniqueFd file_;
    std::size_t entry_size_;
    std::vector<Sighting> part_;
    std::size_t used_ = 0;  // of the part
    bool in_order_ = true;  // since the part began
    bool always_in_order_ = true;
    Key last_ = 0;  // that was added
    std::uint64_t distinct_ = 0;
    std::vector<unsigned char> packed_;
    std::vector<Run> runs_;
    std::uint64_t entries_ = 0;    // that have left memory
    std::future<void> written_{};  // by another thread; goes first
};

}  // namespace ramauth::weak_list
