// SPDX-License-Identifier: LGPL-2.1-or-later
// What bench_weak_list does, one function a phase; each prints its figures. All throw where
// something fails or an answer is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ramauth::bench {

// The files of a bench, all in one directory.
struct Places {
    explicit Places(const std::string& directory);

    std::string hashes;        // HASH:count, in order
    std::string md4;           // 32 digits a line
    std::string listed_lines;  // strings
    std::string unlisted_lines;
    std::string no_lines;
    std::string words;  // for cracklib
    std::string ours;   // 32 bits an entry
    std::string ours_of_18;
    std::string theirs;  // pwqfilter's
    std::string theirs_full;
    std::string ours_cold;  // a copy
    std::string plain;      // another, of which pages are only read
    std::string cracklib;   // without the endings of its three files
};

struct Samples {
    std::vector<std::string> listed;
    std::vector<std::string> unlisted;
};

// Makes the texts, builds from them and removes them. Is the filter of passwdqc filled to 98
// percent, or was there no room?
[[nodiscard]] bool build_lists(const Places& places, std::uint64_t entries);
void report_sizes(const Places& places, bool is_full);

// Every string is in both; writes the sample's lines as well.
void ask_all(const Places& places, std::uint64_t entries);
void ask_warm(const Places& places, const Samples& samples);
void ask_cold(const Places& places, const Samples& samples);
void ask_cracklib(const Places& places, const Samples& samples, std::uint64_t entries);
void count_false_refusals(const Places& places, std::uint64_t entries);

}  // namespace ramauth::bench
