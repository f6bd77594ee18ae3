// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_header.h"

#include <algorithm>
#include <string_view>

#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/little_endian.h"

namespace ramauth::weak_list {
namespace {

constexpr std::string_view magic = "RAMAUTHW";

// Where each field begins.
enum Offset : std::size_t {
    at_version = 8,
    at_bits = 12,
    at_entries = 16,
    at_buckets = 24,
    at_pages = 32,
    at_minimum_count = 40,
    at_date = 48,
    at_content_digest = 56,
    at_head_digest = 88,
    at_source_size = 120,
    at_source = 124,
};

using Page = std::span<const unsigned char, page_size>;

void check_numbers(const ListHeader& header) {
    if (header.bits_per_entry < fewest_bits || header.bits_per_entry > most_bits)
        throw ListFault("is damaged: its width cannot be");
    if (header.entries == 0 || header.buckets == 0 || header.entries > most_entries ||
        header.buckets > most_entries)
        throw ListFault("is damaged: its counts cannot be");
    const std::uint64_t bits = header.entries * (header.low_bits() + 1) + header.buckets;
    if (header.pages * page_bits < bits || header.pages > bits / (page_bits - most_bits) + 1)
        throw ListFault("is damaged: its number of pages cannot be");
}

std::string read_source(Page page) {
    const auto size = load<std::uint32_t>(&page[at_source_size]);
    if (size > longest_source) throw ListFault("is damaged: its source is too long");
    return {reinterpret_cast<const char*>(&page[at_source]), size};
}

template <std::size_t size>
std::array<unsigned char, size> read_bytes(Page page, std::size_t at) {
    std::array<unsigned char, size> bytes{};
    std::copy_n(page.begin() + static_cast<std::ptrdiff_t>(at), size, bytes.begin());
    return bytes;
}

}  // namespace

HeaderPage encode(const ListHeader& header) {
    HeaderPage page{};
    std::copy(magic.begin(), magic.end(), page.begin());
    store(&page[at_version], list_version);
    store(&page[at_bits], std::uint32_t{header.bits_per_entry});
    store(&page[at_entries], header.entries);
    store(&page[at_buckets], header.buckets);
    store(&page[at_pages], header.pages);
    store(&page[at_minimum_count], header.minimum_count);
    store(&page[at_date], to_wire(header.date));
    std::copy(header.content_digest.begin(), header.content_digest.end(),
              page.begin() + at_content_digest);
    std::copy(header.head_digest.begin(), header.head_digest.end(), page.begin() + at_head_digest);
    const std::size_t source_size = std::min(header.source.size(), longest_source);
    store(&page[at_source_size], static_cast<std::uint32_t>(source_size));
    std::copy_n(header.source.begin(), source_size, page.begin() + at_source);
    return page;
}

ListHeader decode_header(Page page) {
    if (!std::equal(magic.begin(), magic.end(), page.begin())) throw ListFault("is no weak list");
    const auto version = load<std::uint32_t>(&page[at_version]);
    if (version > list_version)
        throw ListFault("has the newer version " + std::to_string(version) +
                        "; this program reads " + std::to_string(list_version));
    if (version != list_version) throw ListFault("is damaged: its version cannot be");
    ListHeader header;
    header.bits_per_entry = load<std::uint32_t>(&page[at_bits]);
    header.entries = load<std::uint64_t>(&page[at_entries]);
    header.buckets = load<std::uint64_t>(&page[at_buckets]);
    header.pages = load<std::uint64_t>(&page[at_pages]);
    header.minimum_count = load<std::uint64_t>(&page[at_minimum_count]);
    header.date = from_wire(load<std::uint64_t>(&page[at_date]));
    header.content_digest = read_bytes<sizeof(ListDigest)>(page, at_content_digest);
    header.head_digest = read_bytes<sizeof(ListDigest)>(page, at_head_digest);
    header.source = read_source(page);
    check_numbers(header);
    if (std::any_of(page.begin() + at_source + static_cast<std::ptrdiff_t>(header.source.size()),
                    page.end(), [](unsigned char c) { return c != 0; }))
        throw ListFault("is damaged: its first page has more than it should");
    return header;
}

}  // namespace ramauth::weak_list
