// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_header.h"

#include <functional>

#include "tests/unit/policy/weak_list/scratch_files.h"

namespace ramauth::weak_list {
namespace {

ListHeader some_header() {
    ListHeader header;
    header.entries = 1'000'000;
    header.buckets = 999'999;
    header.pages = 978;
    header.bits_per_entry = 32;
    header.minimum_count = 5;
    header.date = from_wire(1'790'000'000'000'000U);
    header.source = "every leak there was";
    header.content_digest.fill(0xC0);
    header.head_digest.fill(0xDE);
    return header;
}

std::string fault_after(const std::function<void(HeaderPage&)>& damage) {
    HeaderPage page = encode(some_header());
    damage(page);
    return fault_of([&] { (void)decode_header(page); });
}

TEST(ListHeader, is_read_as_it_was_written) {
    const ListHeader before = some_header();
    const ListHeader after = decode_header(encode(before));
    EXPECT_EQ(after.entries, before.entries);
    EXPECT_EQ(after.buckets, before.buckets);
    EXPECT_EQ(after.pages, before.pages);
    EXPECT_EQ(after.bits_per_entry, before.bits_per_entry);
    EXPECT_EQ(after.minimum_count, before.minimum_count);
    EXPECT_EQ(after.date, before.date);
    EXPECT_EQ(after.source, before.source);
    EXPECT_EQ(after.content_digest, before.content_digest);
    EXPECT_EQ(after.head_digest, before.head_digest);
    EXPECT_EQ(after.file_size(), 4096U + 978U * (4096U + 8U));
}

TEST(ListHeader, of_another_program_is_told_as_such) {
    EXPECT_EQ(fault_after([](HeaderPage& page) { page[0] = 'r'; }), "is no weak list");
}

TEST(ListHeader, of_a_newer_version_names_both) {
    EXPECT_EQ(fault_after([](HeaderPage& page) { page[8] = 2; }),
              "has the newer version 2; this program reads 1");
    EXPECT_EQ(fault_after([](HeaderPage& page) { page[8] = 0; }),
              "is damaged: its version cannot be");
}

TEST(ListHeader, whose_numbers_cannot_be_is_refused) {
    for (const auto& [at, value] : std::vector<std::pair<std::size_t, unsigned char>>{
             {12, 9}, {12, 33}, {13, 1}, {23, 1}, {31, 1}, {32, 1}, {39, 1}}) {
        const std::string fault =
            fault_after([at = at, value = value](HeaderPage& page) { page[at] = value; });
        EXPECT_TRUE(fault.starts_with("is damaged: ")) << "byte " << at << ": " << fault;
    }
}

TEST(ListHeader, whose_source_is_too_long_or_has_more_behind_it_is_refused) {
    EXPECT_EQ(fault_after([](HeaderPage& page) { page[121] = 0xFF; }),
              "is damaged: its source is too long");
    EXPECT_EQ(fault_after([](HeaderPage& page) { page[4095] = 1; }),
              "is damaged: its first page has more than it should");
}

}  // namespace
}  // namespace ramauth::weak_list
