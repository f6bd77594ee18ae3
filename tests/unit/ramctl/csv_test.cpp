// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ramctl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<CsvRecord> records(std::string_view text) {
    const auto parsed = parse_csv(text);
    const auto* good = std::get_if<std::vector<CsvRecord>>(&parsed);
    EXPECT_NE(good, nullptr) << text;
    return good == nullptr ? std::vector<CsvRecord>{} : *good;
}

std::string fault(std::string_view text) {
    const auto parsed = parse_csv(text);
    const auto* found = std::get_if<CsvFault>(&parsed);
    return found == nullptr ? "" : std::to_string(found->line) + ": " + found->sentence;
}

TEST(Csv, lines_end_with_crlf_or_lf_or_the_file) {
    for (const char* text : {"a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\nc,d", "\n\na,b\n\r\nc,d"}) {
        const auto all = records(text);
        ASSERT_EQ(all.size(), 2U) << text;
        EXPECT_THAT(all[0].fields, ElementsAre("a", "b"));
        EXPECT_THAT(all[1].fields, ElementsAre("c", "d"));
    }
}

TEST(Csv, quotes_hold_commas_quotes_and_line_feeds) {
    const auto all = records("\"a,\"\"b\"\"\",\"c\nd\",\nx,,\"\"\n");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_THAT(all[0].fields, ElementsAre("a,\"b\"", "c\nd", ""));
    EXPECT_THAT(all[1].fields, ElementsAre("x", "", ""));
    EXPECT_EQ(all[1].line, 3U);
}

TEST(Csv, a_byte_order_mark_is_no_text) {
    EXPECT_THAT(records("\xEF\xBB\xBFuser\n").at(0).fields, ElementsAre("user"));
}

TEST(Csv, an_empty_file_has_no_records) {
    EXPECT_THAT(records(""), IsEmpty());
    EXPECT_THAT(records("\r\n\n"), IsEmpty());
}

TEST(Csv, a_fault_names_its_line) {
    EXPECT_EQ(fault("a,b\nc\n"), "2: 1 fields, where the first line has 2");
    EXPECT_EQ(fault("a\n\"b\nc"), "2: a quote is not closed");
    EXPECT_EQ(fault("a\nb\"c\n"), "2: a quote stands in a field without quotes");
    EXPECT_EQ(fault("a\n\"b\"c\n"), "2: there is something behind a closing quote");
    EXPECT_EQ(fault("a\rb\n"), "1: a carriage return stands without a line feed");
    EXPECT_EQ(fault(std::string_view("a\nb\0c\n", 6)), "2: there is a NUL byte");
}

}  // namespace
}  // namespace ramctl
