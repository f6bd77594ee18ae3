// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/pack_source.h"

#include <utility>

namespace ramctl::update {

void PackSource::rewind() {
    loaded_ = false;
    next_prefix_ = span_.first.value;
}

void PackSource::load(unsigned number) {
    pack_ = Pack{};  // before the next one is read: not two at a time
    try {
        auto pack = store_.read(number);
        if (!pack) throw DamagedFile("it is not there");
        pack_ = std::move(*pack);
    } catch (const DamagedFile& fault) {
        throw LostPack(number, fault.what());
    }
    loaded_ = true;
}

const Range& PackSource::range_of(Prefix prefix) {
    if (!loaded_ || pack_.number != prefix.pack()) load(prefix.pack());
    const Range& range = pack_.range(prefix);
    if (!range.stored()) throw LostPack(prefix.pack(), prefix.text() + " is not there");
    return range;
}

std::span<const ramauth::weak_list::Sighting> PackSource::next() {
    sightings_.clear();
    while (sightings_.empty() && next_prefix_ <= span_.last.value) {
        for (const Entry& entry : range_of({next_prefix_++}).entries)
            sightings_.push_back({entry.key(), entry.count()});
    }
    return sightings_;
}

}  // namespace ramctl::update
