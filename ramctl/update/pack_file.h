// SPDX-License-Identifier: LGPL-2.1-or-later
// A pack as a file of the cache, in the byte order of this host: head, the 256 ranges' heads, their
// ETags, their entries of 12 bytes, BLAKE2b of it all. A file that is not whole is damaged, never
// half believed.
#pragma once

#include <stdexcept>

#include "ramctl/update/pack.h"

namespace ramctl::update {

// Of which corpus a pack is: BLAKE2b of the Url. Copies and ETags of one say nothing of another.
using CorpusMark = std::array<unsigned char, 32>;
[[nodiscard]] CorpusMark mark_of(std::string_view url);

// what() is a sentence without the name of the file.
struct DamagedFile : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Throws std::system_error.
void write_pack(int fd, const Pack& pack, const CorpusMark& corpus);

// Reads the whole of `fd` from its beginning. What comes back keeps what Range promises. Throws
// DamagedFile, also for a pack of another number or corpus, and std::system_error.
[[nodiscard]] Pack read_pack(int fd, unsigned number, const CorpusMark& corpus);

}  // namespace ramctl::update
