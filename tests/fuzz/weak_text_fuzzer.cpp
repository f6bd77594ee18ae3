// SPDX-License-Identifier: LGPL-2.1-or-later
// The texts that weak lists are compiled from: any bytes are refused with name and line, or every
// line is counted; and the quick way to read a hash says what the careful one says.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "policy/weak_list/hash_line.h"
#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/text_reader.h"

namespace {

using namespace ramauth::weak_list;

void require(bool holds) {
    if (!holds) std::abort();
}

void compare_ways(std::string_view text) {
    const auto quick = parse_leading_hash(text);
    if (!quick) return;
    const auto careful = parse_hash_line(text.substr(0, quick->size - 1));
    require(careful && text[quick->size - 1] == '\n');
    require(careful->key == quick->sighting.key && careful->count == quick->sighting.count);
}

void read(std::string_view text, TextFormat format) {
    const ramauth::UniqueFd fd(::memfd_create("text", MFD_CLOEXEC));
    require(::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    require(::lseek(fd.get(), 0, SEEK_SET) == 0);
    constexpr std::size_t part_size = 16;
    SightingSorter sorter("/tmp", SightingSorter::Counts::kept, part_size);
    std::uint64_t bytes = 0;
    try {
        const TextRead all = read_text({.name = "text", .format = format}, fd.get(), sorter,
                                       [&](std::uint64_t at) { bytes = at; });
        const auto feeds = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
        const bool unended = !text.empty() && text.back() != '\n';
        require(bytes == text.size() && all.lines + all.skipped == feeds + (unended ? 1U : 0U));
    } catch (const ListFault& fault) {
        require(std::string_view(fault.what()).starts_with("text:"));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    compare_ways(text);
    for (const auto format : {TextFormat::automatic, TextFormat::words, TextFormat::hashes})
        read(text, format);
    return 0;
}
