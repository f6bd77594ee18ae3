// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/http_time.h"

#include <gtest/gtest.h>

namespace ramctl::update {
namespace {

using namespace std::chrono_literals;

// 1994-11-06 08:49:37 UTC.
constexpr Timestamp example{std::chrono::seconds(784111777)};

TEST(HttpTime, reads_the_form_that_servers_write) {
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), example);
    EXPECT_TRUE(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT"));
}

TEST(HttpTime, everything_else_is_no_date) {
    for (const char* text : {"", "0", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                             "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
                             "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT"})
        EXPECT_FALSE(parse_http_date(text)) << text;
}

TEST(HttpTime, retry_after_is_seconds_or_a_date) {
    EXPECT_EQ(parse_retry_after("120", example), 120s);
    EXPECT_EQ(parse_retry_after("0", example), 0s);
    EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", example), 60s);
    EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:00:00 GMT", example), 0s);
    EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:38 GMT", example - 500ms), 2s);
    for (const char* text : {"", "-1", "1.5", "soon", "1e9", "99999999999999999999"})
        EXPECT_FALSE(parse_retry_after(text, example)) << text;
}

}  // namespace
}  // namespace ramctl::update
