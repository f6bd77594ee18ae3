// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/pack_file.h"

#include <algorithm>

#include "ramctl/update/hashed_file.h"

namespace ramctl::update {
namespace {

// In the byte order of the host: on another one it is another number.
constexpr std::uint64_t pack_magic = 0x524d'574c'5041'4b31;  // "RMWLPAK1"

struct PackHead {
    std::uint64_t magic = pack_magic;
    std::uint64_t number = 0;
    CorpusMark corpus{};
};
static_assert(sizeof(PackHead) == 48);

struct RangeHead {
    std::uint64_t fetched = 0;  // microseconds since 1970; 0: there is no copy
    std::uint32_t entries = 0;
    std::uint32_t etag = 0;  // bytes
};
static_assert(sizeof(RangeHead) == 16);
static_assert(sizeof(Entry) == 12);

using RangeHeads = std::array<RangeHead, ranges_per_pack>;

RangeHeads heads_of(const Pack& pack) {
    RangeHeads heads{};
    for (unsigned i = 0; i < ranges_per_pack; ++i) {
        const Range& range = pack.ranges.at(i);
        heads.at(i) = {ramauth::to_wire(range.fetched),
                       static_cast<std::uint32_t>(range.entries.size()),
                       static_cast<std::uint32_t>(range.etag.size())};
    }
    return heads;
}

void require(bool holds, const char* why) {
    if (!holds) throw DamagedFile(why);
}

constexpr const char* too_short = "it is shorter than it says";

void read_etag(HashedReader& reader, const RangeHead& head, Range& range) {
    require(head.etag <= longest_etag, "an ETag is too long");
    range.fetched = ramauth::from_wire(head.fetched);
    range.etag.resize(head.etag);
    require(reader.read_values(range.etag.data(), range.etag.size()), too_short);
}

void read_entries(HashedReader& reader, const RangeHead& head, Prefix prefix, Range& range) {
    require(range.stored() || (head.entries == 0 && head.etag == 0),
            "a range that was never fetched is not empty");
    require(head.entries <= reader.left() / sizeof(Entry), too_short);
    range.entries.resize(head.entries);
    require(reader.read_values(range.entries.data(), range.entries.size()), too_short);
    const auto by_key = [](const Entry& a, const Entry& b) { return a.key() < b.key(); };
    require(std::is_sorted(range.entries.begin(), range.entries.end(), by_key),
            "entries do not ascend");
    require(range.entries.empty() || (prefix_of(range.entries.front().key()) == prefix &&
                                      prefix_of(range.entries.back().key()) == prefix),
            "entries are of another range");
}

}  // namespace

CorpusMark mark_of(std::string_view url) {
    RunningChecksum checksum;
    checksum.add({reinterpret_cast<const unsigned char*>(url.data()), url.size()});
    return checksum.finish();
}

void write_pack(int fd, const Pack& pack, const CorpusMark& corpus) {
    HashedWriter writer(fd);
    const PackHead head{.number = pack.number, .corpus = corpus};
    writer.write_values(&head, 1);
    const RangeHeads heads = heads_of(pack);
    writer.write_values(heads.data(), heads.size());
    for (const Range& range : pack.ranges)
        writer.write_values(range.etag.data(), range.etag.size());
    for (const Range& range : pack.ranges)
        writer.write_values(range.entries.data(), range.entries.size());
    writer.finish();
}

Pack read_pack(int fd, unsigned number, const CorpusMark& corpus) {
    HashedReader reader(fd);
    PackHead head;
    require(reader.read_values(&head, 1), too_short);
    require(head.magic == pack_magic, "it is no pack of this version and host");
    require(head.number == number, "it is another pack");
    require(head.corpus == corpus, "it is of another Url");
    RangeHeads heads{};
    require(reader.read_values(heads.data(), heads.size()), too_short);
    std::size_t entries = 0;
    for (const RangeHead& range : heads) entries += range.entries;
    require(entries <= most_entries_of_pack, "it has more entries than any list could hold");
    Pack pack;
    pack.number = number;
    for (unsigned i = 0; i < ranges_per_pack; ++i)
        read_etag(reader, heads.at(i), pack.ranges.at(i));
    for (unsigned i = 0; i < ranges_per_pack; ++i)
        read_entries(reader, heads.at(i), {number * ranges_per_pack + i}, pack.ranges.at(i));
    require(reader.finish(), "its checksum is another one");
    return pack;
}

}  // namespace ramctl::update
