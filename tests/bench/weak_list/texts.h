// SPDX-License-Identifier: LGPL-2.1-or-later
// The files that the lists of a bench are made from. All of the strings 0 to before `entries`; each
// file is on the disk when the function returns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ramauth::bench {

// HASH:count, SHA-1 in upper case, in the order of the hashes. Takes 20 bytes of memory an entry.
void write_counted_hashes(const std::string& path, std::uint64_t entries);

// MD4 in lower case, for pwqfilter --pre-hashed --hash-md4, in the order of the strings' numbers.
void write_md4(const std::string& path, std::uint64_t entries);

// The strings themselves in the C locale's order, which cracklib-packer wants.
void write_sorted_words(const std::string& path, std::uint64_t entries);
void write_lines(const std::string& path, const std::vector<std::string>& lines);

}  // namespace ramauth::bench
