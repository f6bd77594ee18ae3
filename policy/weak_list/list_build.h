// SPDX-License-Identifier: LGPL-2.1-or-later
// The compiler: from sources to a file. The same entries give the same bytes, in whatever order and
// from how many sources they come. Memory stays below 64 MiB; what is more lies in a nameless
// temporary file beside the output. The output appears whole, durable and by rename, or not at all.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policy/weak_list/key_source.h"
#include "policy/weak_list/list_header.h"
#include "policy/weak_list/weak_list.h"

namespace ramauth::weak_list {

enum class BuildPhase { reading, counting, writing };

struct BuildProgress {
    BuildPhase phase = BuildPhase::reading;
    std::uint64_t done = 0;              // bytes while reading, entries else
    std::optional<std::uint64_t> total;  // of the same; nothing where it is not known
};

struct BuildSettings {
    unsigned bits_per_entry = most_bits;  // 10 to 32: 18 is one wrong refusal in 65,536, 32 in 2^30
    // Entries whose counts in all sources together are less are left out.
    std::uint64_t minimum_count = 1;
    Timestamp date = never;
    std::string source;
    unsigned mode = 0644;  // of the file
    // Called every few milliseconds at most. May throw: then nothing is made.
    std::function<void(const BuildProgress&)> progress = [](const BuildProgress&) {};
};

// How the lines of a text are meant.
enum class TextFormat {
    automatic,  // by the first line of each text
    words,      // a password a line
    hashes,     // HASH or HASH:count a line, SHA-1 in hexadecimal digits
};

struct TextSource {
    std::string name;  // for messages; also the path, unless `fd` is given
    int fd = -1;       // not owned: standard input
    TextFormat format = TextFormat::automatic;
};

struct Built {
    ListHeader header;
    std::uint64_t lines = 0;    // that were taken from texts
    std::uint64_t skipped = 0;  // words longer than any password, and empty lines
};

// Texts and sources together. Throws ListFault (with name and line for a text that does not parse,
// and where there is no entry at all) and std::system_error; then the output is as it was.
[[nodiscard]] Built build_list(const std::vector<TextSource>& texts,
                               const std::vector<KeySource*>& sources, const std::string& output,
                               const BuildSettings& settings);

// `list` with `added`, in any order, in one sequential pass to `output`, the list's own file or a
// new one. Width, date, source and minimum count stay, and so do the buckets: the more is added,
// the more is refused for nothing. Throws as build_list() does, also where that is more than one in
// 65,536 and a tenth more than the width says, and where the list was replaced meanwhile.
[[nodiscard]] ListHeader merge_list(const WeakList& list, std::vector<Key> added,
                                    const std::string& output, const BuildSettings& settings);

}  // namespace ramauth::weak_list
