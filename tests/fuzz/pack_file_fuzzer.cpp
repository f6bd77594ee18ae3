// SPDX-License-Identifier: LGPL-2.1-or-later
// A pack of the updater's cache: any file is read or damaged, and what is read is what a pack
// promises. Its checksum is put right first, or nothing behind it would ever be seen.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "ramctl/update/hashed_file.h"
#include "ramctl/update/pack_file.h"
#include "shared/fd.h"

namespace {

using namespace ramctl::update;

constexpr unsigned number = 0xABC;

void check(const Pack& pack) {
    std::size_t entries = 0;
    for (unsigned i = 0; i < ranges_per_pack; ++i) {
        const Range& range = pack.ranges.at(i);
        if (!range.stored() && (!range.entries.empty() || !range.etag.empty())) std::abort();
        entries += range.entries.size();
        Key before = 0;
        for (const Entry& entry : range.entries) {
            if (entry.key() < before || prefix_of(entry.key()).value != number * 256 + i)
                std::abort();
            before = entry.key();
        }
    }
    if (entries > most_entries_of_pack) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const CorpusMark corpus = mark_of("https://corpus.test");
    std::vector<unsigned char> bytes(data, data + size);
    // The mark of the corpus stands behind two numbers of eight bytes.
    if (bytes.size() >= 48) std::memcpy(bytes.data() + 16, corpus.data(), corpus.size());
    RunningChecksum checksum;
    checksum.add(bytes);
    const Checksum sum = checksum.finish();
    bytes.insert(bytes.end(), sum.begin(), sum.end());
    const ramauth::UniqueFd fd(::memfd_create("pack", MFD_CLOEXEC));
    if (::write(fd.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        return 0;
    ::lseek(fd.get(), 0, SEEK_SET);
    try {
        check(read_pack(fd.get(), number, corpus));
    } catch (const DamagedFile&) {
    }
    return 0;
}
