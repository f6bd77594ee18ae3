// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/sighting_sorter.h"

#include <algorithm>
#include <span>

#include "policy/weak_list/output_file.h"

namespace ramauth::weak_list {
namespace {

constexpr std::size_t usual_in_order_part = 4096;  // 64 KiB: in the processor's cache

bool by_key(const Sighting& left, const Sighting& right) {
    return left.key < right.key;
}

}  // namespace

SightingSorter::SightingSorter(const std::string& directory, Counts counts, std::size_t part_size)
    : file_(nameless_file(directory)),
      writer_(file_.get()),
      counts_(counts == Counts::kept ? 0 : uncounted),
      part_(part_size),
      in_order_part_(std::min(part_size, usual_in_order_part)) {}

void SightingSorter::write_part() {
    const std::span<Sighting> part(part_.data(), used_);
    if (!in_order_) std::sort(part.begin(), part.end(), by_key);
    writer_.add(part);
    written_ += used_;
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
    const auto runs = writer_.finish();
    part_ = {};
    std::vector<std::unique_ptr<KeySource>> sources;
    sources.reserve(runs.size());
    for (const PackedRun& run : runs)
        sources.push_back(std::make_unique<RunReader>(file_.get(), run, memory / runs.size()));
    return sources;
}

}  // namespace ramauth::weak_list
