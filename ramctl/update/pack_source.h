// SPDX-License-Identifier: LGPL-2.1-or-later
// The entries of the cache in order, for the compiler of weak lists. One pack is in memory at a
// time.
#pragma once

#include <span>
#include <vector>

#include "policy/weak_list/key_source.h"
#include "ramctl/update/pack_store.h"

namespace ramctl::update {

// A pack that was fetched is not there, or not whole: it has to be fetched anew.
struct LostPack : std::runtime_error {
    LostPack(unsigned pack, const std::string& why) : std::runtime_error(why), number(pack) {}
    unsigned number;
};

class PackSource final : public ramauth::weak_list::KeySource {
public:
    // `store` is not owned.
    PackSource(const PackStore& store, PrefixSpan span) : store_(store), span_(span) { rewind(); }

    // Throws LostPack and std::system_error.
    [[nodiscard]] std::span<const ramauth::weak_list::Sighting> next() override;
    void rewind() override;

private:
    [[nodiscard]] const Range& range_of(Prefix prefix);
    void load(unsigned number);

    const PackStore& store_;
    PrefixSpan span_;
    Pack pack_;
    bool loaded_ = false;
    std::uint32_t next_prefix_ = 0;                          // to be walked next
    std::vector<ramauth::weak_list::Sighting> sightings_{};  // of one range
};

}  // namespace ramctl::update
