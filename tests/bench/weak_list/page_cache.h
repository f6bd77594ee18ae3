// SPDX-License-Identifier: LGPL-2.1-or-later
// What of a file is in memory: brought there, thrown out, counted.
#pragma once

#include <cstddef>
#include <string>

#include "shared/fd.h"

namespace ramauth::bench {

// All throw std::system_error.
[[nodiscard]] UniqueFd create(const std::string& path);
[[nodiscard]] UniqueFd open_to_read(const std::string& path);
void make_durable(int fd);
void make_durable(const std::string& path);

// A copy that is on the disk.
void copy_durably(const std::string& from, const std::string& to);

// Reads all of it.
void warm(const std::string& path);
// Nothing that is mapped and was looked at goes, nor what the disk does not have yet.
void evict(const std::string& path);
// How many pages of 4096 bytes are in memory.
[[nodiscard]] std::size_t pages_in_memory(const std::string& path);

// What this process has waited for the disk so far.
struct DiskReads {
    long faults;      // pages that a mapping did not have
    long half_kibis;  // read from the disk, in units of 512 bytes
};
[[nodiscard]] DiskReads disk_reads();

}  // namespace ramauth::bench
