// SPDX-License-Identifier: LGPL-2.1-or-later
// Puts entries in order outside memory: parts of them are sorted and written to a nameless file as
// runs, to be merged by whoever reads. Entries that come in order make one run, however many.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/weak_list/key_source.h"
#include "policy/weak_list/packed_run.h"
#include "shared/fd.h"

namespace ramauth::weak_list {

class SightingSorter {
public:
    static constexpr std::size_t usual_part_size = std::size_t{1} << 20;  // 16 MiB of memory

    // Without counts, all entries become uncounted.
    enum class Counts { kept, dropped };
    // The file lies in `directory`; parts of `part_size` entries are sorted in memory. Throws
    // std::system_error, as everything here does.
    SightingSorter(const std::string& directory, Counts counts,
                   std::size_t part_size = usual_part_size);

    void add(Sighting sighting) {
        sighting.count |= counts_;
        in_order_ = in_order_ && sighting.key >= last_;
        distinct_ += sighting.key != last_ || nothing_added() ? 1 : 0;
        last_ = sighting.key;
        part_[used_++] = sighting;
        // What is in order needs no memory to be sorted in.
        if (used_ >= in_order_part_ && (in_order_ || used_ == part_.size())) write_part();
    }

    [[nodiscard]] std::uint64_t entries() const noexcept { return written_ + used_; }
    // How many different keys there are, where all came in order; else nothing.
    [[nodiscard]] std::optional<std::uint64_t> distinct() const noexcept;

    // One source a run; they read the file, which must outlive them, and share `memory` bytes.
    // Nothing may be added afterwards.
    [[nodiscard]] std::vector<std::unique_ptr<KeySource>> runs(std::size_t memory);

private:
    [[nodiscard]] bool nothing_added() const noexcept { return distinct_ == 0; }
    void write_part();

    UniqueFd file_;
    RunWriter writer_;
    std::uint32_t counts_;  // all ones where they are dropped
    std::vector<Sighting> part_;
    std::size_t in_order_part_;
    std::size_t used_ = 0;       // of the part
    std::uint64_t written_ = 0;  // entries before it
    bool in_order_ = true;       // since the part began
    bool always_in_order_ = true;
    Key last_ = 0;  // that was added
    std::uint64_t distinct_ = 0;
};

}  // namespace ramauth::weak_list
