// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/range_body.h"

#include <gmock/gmock.h>

namespace ramctl::update {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Prefix prefix{0xABCDE};

std::string suffix(char first, char last = '0') {
    return first + std::string(33, '0') + last;
}

struct Read {
    bool well = false;
    std::vector<Entry> entries;
    std::string fault;
};

Read read(const std::string& text, std::size_t part = 7) {
    RangeBody body(prefix);
    Read read;
    bool fed = true;
    for (std::size_t at = 0; at < text.size() && fed; at += part)
        fed = body.feed(std::string_view(text).substr(at, part));
    read.well = body.finish();
    read.fault = body.fault();
    read.entries = body.take_entries();
    return read;
}

constexpr Key base = Key{0xABCDE} << 44;

TEST(RangeBody, lines_end_as_they_like) {
    for (const char* end : {"\n", "\r\n"}) {
        for (const char* last : {"", end}) {
            const Read body = read(suffix('0') + ":1" + end + suffix('F') + ":20" + last);
            EXPECT_TRUE(body.well) << body.fault;
            EXPECT_THAT(body.entries,
                        ElementsAre(Entry(base, 1), Entry(base | (Key{0xF} << 40), 20)));
        }
    }
}

TEST(RangeBody, is_the_same_in_whatever_parts_it_comes) {
    const std::string text = suffix('1') + ":1\r\n" + suffix('2') + ":2\r\n" + suffix('3') + ":3";
    const Read whole = read(text, text.size());
    for (std::size_t part = 1; part < text.size(); ++part)
        EXPECT_EQ(read(text, part).entries, whole.entries) << part;
    EXPECT_EQ(whole.entries.size(), 3U);
}

TEST(RangeBody, padding_is_dropped_wherever_it_stands) {
    const Read body = read(suffix('5') + ":5\n" + suffix('1') + ":0\n" + suffix('6') + ":6\n");
    EXPECT_TRUE(body.well);
    EXPECT_EQ(body.entries.size(), 2U);
}

TEST(RangeBody, a_range_is_empty_where_it_says_so_by_padding) {
    const Read body = read(suffix('1') + ":0\n");
    EXPECT_TRUE(body.well) << body.fault;
    EXPECT_THAT(body.entries, IsEmpty());
}

TEST(RangeBody, a_body_without_any_line_is_a_fault) {
    EXPECT_FALSE(read("").well);
    EXPECT_EQ(read("").fault, "the answer is empty");
    for (const char* blank : {"\n", "\r\n", "\r\n\r\n", " "}) EXPECT_FALSE(read(blank).well);
}

TEST(RangeBody, a_count_beyond_the_field_is_as_much_as_it_holds) {
    const Read body = read(suffix('1') + ":9999999999999999999\n");
    ASSERT_TRUE(body.well);
    EXPECT_EQ(body.entries.front().count(), ramauth::weak_list::uncounted - 1);
}

TEST(RangeBody, hashes_that_differ_past_the_key_are_two_entries_of_it) {
    const Read body = read(suffix('1', '0') + ":1\n" + suffix('1', '1') + ":2\n");
    ASSERT_TRUE(body.well);
    EXPECT_EQ(body.entries[0].key(), body.entries[1].key());
}

TEST(RangeBody, what_is_no_line_is_a_fault_that_names_it) {
    const std::string good = suffix('1') + ":1\n";
    for (const std::string& bad :
         {std::string("<html>"), suffix('2').substr(1) + ":1", suffix('2') + "0:1", suffix('2'),
          suffix('2') + ":", suffix('2') + ":x", suffix('2') + ":-1", suffix('2') + ": 1",
          suffix('G') + ":1", suffix('2') + ":12345678901234567890", std::string()}) {
        const Read body = read(good + bad + "\n");
        EXPECT_FALSE(body.well) << bad;
        EXPECT_THAT(body.fault, HasSubstr("line 2 ")) << bad;
        EXPECT_THAT(body.entries, IsEmpty());
    }
}

TEST(RangeBody, lines_ascend) {
    EXPECT_THAT(read(suffix('2') + ":1\n" + suffix('1') + ":1\n").fault, HasSubstr("ascend"));
    EXPECT_THAT(read(suffix('2') + ":1\n" + suffix('2') + ":1\n").fault, HasSubstr("ascend"));
    EXPECT_THAT(read(suffix('a') + ":1\n" + suffix('B') + ":1\n").fault, "");
}

TEST(RangeBody, a_line_without_end_is_not_waited_for) {
    EXPECT_THAT(read(std::string(100'000, 'A')).fault, HasSubstr("line 1 is too long"));
}

TEST(RangeBody, a_mebibyte_is_the_end) {
    RangeBody body(prefix);
    const std::string padding = suffix('1') + ":0\n";
    bool fed = true;
    std::size_t size = 0;
    for (; fed; size += padding.size()) fed = body.feed(padding);
    EXPECT_LE(size, RangeBody::largest + padding.size());
    EXPECT_THAT(body.fault(), HasSubstr("1 MiB"));
}

}  // namespace
}  // namespace ramctl::update
