// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/weak_list_codec.h"

#include <stdexcept>

#include "ramd/bus/message.h"

namespace ramd {
namespace {

const char* word_of(WeakListInfo::State state) {
    switch (state) {
        case WeakListInfo::State::none:
            return "none";
        case WeakListInfo::State::verifying:
            return "verifying";
        case WeakListInfo::State::usable:
            return "usable";
        case WeakListInfo::State::damaged:
            return "damaged";
    }
    throw std::logic_error("a state of the weak list without a word");
}

}  // namespace

void encode_weak_list(sd_bus_message* reply, const WeakListInfo& info) {
    // Zeros where no list is in use.
    const ramauth::weak_list::ListHeader none{
        .bits_per_entry = 0, .minimum_count = 0, .source = {}};
    const auto& list = info.in_use ? *info.in_use : none;
    DictionaryWriter out(reply);
    out.text("Path", info.path);
    out.text("State", word_of(info.state));
    out.flag("Usable", info.in_use.has_value());
    out.text("Problem", info.problem);
    out.big_number("Entries", list.entries);
    out.number("BitsPerEntry", list.bits_per_entry);
    out.big_number("OneWrongRefusalIn", info.in_use ? list.one_wrong_refusal_in() : 0);
    out.big_number("MinimumCount", list.minimum_count);
    out.time("Date", list.date);
    out.text("Source", list.source);
    out.big_number("FileSize", info.in_use ? list.file_size() : 0);
    out.time("Loaded", info.loaded);
    out.number("Version", info.in_use ? ramauth::weak_list::list_version : 0);
    out.big_number("Added", info.added);
    out.big_number("Pending", info.pending);
    out.close();
}

}  // namespace ramd
