// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/prefix.h"

#include <gtest/gtest.h>

namespace ramctl::update {
namespace {

TEST(Prefix, five_digits_of_either_case_and_nothing_else) {
    EXPECT_EQ(parse_prefix("0aBcD"), Prefix{0x0ABCD});
    EXPECT_EQ(Prefix{0x0ABCD}.text(), "0ABCD");
    for (const char* text : {"", "0ABC", "0ABCDE", "0ABCG", " ABCD", "-0001"})
        EXPECT_FALSE(parse_prefix(text)) << text;
}

TEST(Prefix, its_first_three_digits_are_the_pack) {
    EXPECT_EQ(Prefix{0xABCDE}.pack(), 0xABCU);
    EXPECT_EQ(Prefix{0xABCDE}.place(), 0xDEU);
}

TEST(PrefixSpan, both_ends_belong_to_it) {
    const auto span = parse_span("000FE-00101");
    ASSERT_TRUE(span);
    EXPECT_EQ(span->size(), 4U);
    EXPECT_TRUE(span->contains({0xFE}) && span->contains({0x101}));
    EXPECT_FALSE(span->contains({0xFD}) || span->contains({0x102}));
    EXPECT_EQ(span->text(), "000FE-00101");
    EXPECT_EQ(PrefixSpan{}.size(), range_count);
}

TEST(PrefixSpan, is_refused_where_it_is_none) {
    for (const char* text : {"", "00000", "00001-00000", "00000-", "00000-FFFFFF", "0-F"})
        EXPECT_FALSE(parse_span(text)) << text;
}

TEST(PrefixSpan, is_cut_into_packs) {
    const auto span = *parse_span("000FE-00101");
    EXPECT_EQ(span.within(0), parse_span("000FE-000FF"));
    EXPECT_EQ(span.within(1), parse_span("00100-00101"));
    EXPECT_FALSE(span.within(2));
}

}  // namespace
}  // namespace ramctl::update
