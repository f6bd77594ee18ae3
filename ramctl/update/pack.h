// SPDX-License-Identifier: LGPL-2.1-or-later
// What the cache holds of a corpus.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "policy/weak_list/key_source.h"
#include "policy/weak_list/list_header.h"
#include "ramctl/update/prefix.h"
#include "shared/timestamp.h"

namespace ramctl::update {

using ramauth::Timestamp;
using ramauth::weak_list::Key;

// A key and its count in twelve bytes: a pack of the largest public corpus has half a million.
class Entry {
public:
    Entry() = default;
    Entry(Key key, std::uint32_t count) noexcept
        : high_(static_cast<std::uint32_t>(key >> 32)),
          low_(static_cast<std::uint32_t>(key)),
          count_(count) {}

    [[nodiscard]] Key key() const noexcept { return (Key{high_} << 32) | low_; }
    [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
    friend bool operator==(const Entry&, const Entry&) = default;

private:
    std::uint32_t high_ = 0;
    std::uint32_t low_ = 0;
    std::uint32_t count_ = 0;
};

// As many as the largest list could hold of one pack: 24 MiB.
inline constexpr std::size_t most_entries_of_pack = ramauth::weak_list::most_entries / pack_count;

inline constexpr unsigned key_bits = 64;
inline constexpr unsigned prefix_bits = 20;
inline constexpr std::size_t longest_etag = 512;

[[nodiscard]] constexpr Prefix prefix_of(Key key) noexcept {
    return {static_cast<std::uint32_t>(key >> (key_bits - prefix_bits))};
}

struct Range {
    Timestamp fetched = ramauth::never;  // as a whole; never: there is no copy
    std::string etag;                    // as the server wrote it; empty: it gave none
    std::vector<Entry> entries;          // by key, ascending; equal ones may follow each other

    [[nodiscard]] bool stored() const noexcept { return fetched != ramauth::never; }
    friend bool operator==(const Range&, const Range&) = default;
};

// The ranges whose prefixes have the same first three digits.
struct Pack {
    unsigned number = 0;  // below pack_count
    std::array<Range, ranges_per_pack> ranges;

    [[nodiscard]] Range& range(Prefix prefix) { return ranges.at(prefix.place()); }
    [[nodiscard]] const Range& range(Prefix prefix) const { return ranges.at(prefix.place()); }
};

}  // namespace ramctl::update
