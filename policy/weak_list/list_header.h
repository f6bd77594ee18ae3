// SPDX-License-Identifier: LGPL-2.1-or-later
// The first page of a weak list; ramauth-weak-list(5) has it byte by byte.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "shared/timestamp.h"

namespace ramauth::weak_list {

inline constexpr std::size_t page_size = 4096;
inline constexpr std::size_t page_bits = page_size * 8;
inline constexpr std::uint32_t list_version = 1;
inline constexpr unsigned fewest_bits = 10;
inline constexpr unsigned most_bits = 32;
inline constexpr std::size_t longest_source = 1024;  // bytes
// What the index has room for, and a key's 64 bits with the greatest width.
inline constexpr std::uint64_t most_entries = std::uint64_t{1} << 33U;

using ListDigest = std::array<unsigned char, 32>;

struct ListHeader {
    std::uint64_t entries = 0;
    // The range of the hashes is cut into `buckets` parts of 2^(bits_per_entry - 2) cells each; an
    // entry is a cell.
    std::uint64_t buckets = 0;
    std::uint64_t pages = 0;
    unsigned bits_per_entry = 32;
    std::uint64_t minimum_count = 1;  // sightings that an entry needed to be taken
    Timestamp date = never;           // of the sources, as whoever built the list said
    std::string source;               // likewise; UTF-8
    ListDigest content_digest{};      // of the pages, then the index
    ListDigest head_digest{};         // of the index, then this page with zeros here

    [[nodiscard]] unsigned low_bits() const noexcept { return bits_per_entry - 2; }
    // Of so many passwords that are in no source, one is taken for weak.
    [[nodiscard]] std::uint64_t one_wrong_refusal_in() const noexcept {
        return ((buckets << low_bits()) + entries / 2) / entries;
    }
    [[nodiscard]] std::uint64_t file_size() const noexcept {
        return page_size + pages * (page_size + sizeof(std::uint64_t));
    }
};

using HeaderPage = std::array<unsigned char, page_size>;

[[nodiscard]] HeaderPage encode(const ListHeader& header);

// Throws ListFault, without a file's name, for a page that is no header, is of a newer version, or
// says what cannot be. The digests are not compared here.
[[nodiscard]] ListHeader decode_header(std::span<const unsigned char, page_size> page);

}  // namespace ramauth::weak_list
