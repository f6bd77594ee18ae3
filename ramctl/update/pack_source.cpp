// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/pack_source.h"

#include <utility>

namespace ramctl::update {

void PackSource::rewind() {
    loaded_ = false;
    next_prefix_ = span_.first.value;
    range_ = nullptr;
    place_ = 0;
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

bool PackSource::next_range() {
    if (next_prefix_ > span_.last.value) return false;
    const Prefix prefix{next_prefix_++};
    if (!loaded_ || pack_.number != prefix.pack()) load(prefix.pack());
    range_ = &pack_.range(prefix);
    place_ = 0;
    if (!range_->stored()) throw LostPack(prefix.pack(), prefix.text() + " is not there");
    return true;
}

bool PackSource::next(ramauth::weak_list::Sighting& sighting) {
    while (range_ == nullptr || place_ == range_->entries.size()) {
        if (!next_range()) return false;
    }
    const Entry& entry = range_->entries[place_++];
    sighting = {entry.key(), entry.count()};
    return true;
}

}  // namespace ramctl::update
