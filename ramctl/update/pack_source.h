// SPDX-License-Identifier: LGPL-2.1-or-later
// The entries of the cache in order, for the compiler of weak lists. One pack is in memory at a
// time.
#pragma once

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
    [[nodiscard]] bool next(ramauth::weak_list::Sighting& sighting) override;
    void rewind() override;

private:
    [[nodiscard]] bool next_range();
    void load(unsigned number);

    const PackStore& store_;
    PrefixSpan span_;
    Pack pack_;
    bool loaded_ = false;
    std::uint32_t next_prefix_ = 0;  // to be walked next
    const Range* range_ = nullptr;   // being walked
    std::size_t place_ = 0;          // in it
};

}  // namespace ramctl::update
