// SPDX-License-Identifier: LGPL-2.1-or-later
// The file of a weak list: whatever its bytes are, it is refused with its name, or can be asked,
// verified and walked through. The input is a file as it is, and then what a file is made of: its
// numbers, its index, its pages, under digests that are right.
#include <sys/mman.h>
#include <unistd.h>

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "policy/weak_list/list_digest.h"
#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/little_endian.h"
#include "policy/weak_list/weak_list.h"
#include "shared/fd.h"

namespace {

using namespace ramauth::weak_list;

void require(bool holds) {
    if (!holds) std::abort();
}

// Without the right digests no input would come past the first page.
std::vector<unsigned char> file_of(FuzzedDataProvider& input) {
    ListHeader header;
    header.bits_per_entry = input.ConsumeIntegralInRange(fewest_bits, most_bits);
    header.entries = input.ConsumeIntegralInRange<std::uint64_t>(1, 4000);
    header.buckets = input.ConsumeIntegralInRange<std::uint64_t>(1, 70'000);
    header.pages = input.ConsumeIntegralInRange<std::uint64_t>(1, 3);
    std::vector<unsigned char> bytes(page_size + header.pages * page_size);
    std::vector<unsigned char> index(header.pages * sizeof(std::uint64_t));
    for (std::size_t page = 1; page < header.pages; ++page)
        store(&index[page * sizeof(std::uint64_t)],
              input.ConsumeIntegral<std::uint64_t>() << 34U |
                  input.ConsumeIntegralInRange<std::uint64_t>(0, 70'000));
    const auto rest = input.ConsumeRemainingBytes<unsigned char>();
    std::copy_n(rest.begin(), std::min(rest.size(), bytes.size() - page_size),
                bytes.begin() + page_size);
    bytes.insert(bytes.end(), index.begin(), index.end());
    ListDigester digester;
    digester.add(std::span(bytes).subspan(page_size));
    header.content_digest = digester.finish();
    ListDigester head;
    head.add(index);
    header.head_digest = digest_of_head(head, header);
    const HeaderPage page = encode(header);
    std::copy(page.begin(), page.end(), bytes.begin());
    return bytes;
}

void use(const WeakList& list) {
    for (Key key = 0; key < 64; ++key) {
        require(list.ask(key << 58U) != ListAnswer::unreadable);
        (void)list.ask(key * 0x9E3779B97F4A7C15U);
    }
    auto cells = list.cells();
    std::uint64_t count = 0;
    for (std::uint64_t cell = 0; cells.next(cell);) ++count;
    require(count <= list.header().pages * page_bits);
    (void)list.verify([](std::uint64_t) { return true; });
}

void try_file(const std::vector<unsigned char>& bytes) {
    const ramauth::UniqueFd fd(::memfd_create("list", MFD_CLOEXEC));
    require(::write(fd.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    const std::string path = "/proc/self/fd/" + std::to_string(fd.get());
    try {
        use(WeakList::open(path));
    } catch (const ListFault& fault) {
        require(std::string(fault.what()).starts_with(path + ": "));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_file({data, data + size});
    FuzzedDataProvider input(data, size);
    try_file(file_of(input));
    return 0;
}
