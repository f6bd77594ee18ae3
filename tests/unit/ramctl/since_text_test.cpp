// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/since_text.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "ramctl/time_text.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

// In Berlin, where now is 13:00.
class SinceText : public ::testing::Test {
protected:
    SinceText() {
        ::setenv("TZ", "Europe/Berlin", 1);
        ::tzset();
    }
    ~SinceText() override {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
    }
    static std::string read(std::string_view text) {
        const auto time = parse_since(text, testing::test_now);
        return time ? rfc3339(*time) : "none";
    }
};

TEST_F(SinceText, rfc_3339_has_its_own_zone) {
    EXPECT_EQ(read("2026-02-03T04:05:06Z"), "2026-02-03T04:05:06Z");
    EXPECT_EQ(read("2026-02-03T04:05:06.789+01:30"), "2026-02-03T02:35:06Z");
    EXPECT_EQ(read("2026-02-03 04:05:06-01:00"), "2026-02-03T05:05:06Z");
    EXPECT_EQ(read("2026-02-03t04:05z"), "2026-02-03T04:05:00Z");
}

TEST_F(SinceText, without_a_zone_it_is_that_of_the_reader) {
    EXPECT_EQ(read("2026-02-03"), "2026-02-02T23:00:00Z");
    EXPECT_EQ(read("2026-02-03 04:05"), "2026-02-03T03:05:00Z");
    EXPECT_EQ(read("2026-07-03 04:05:06"), "2026-07-03T02:05:06Z");
    EXPECT_EQ(read("08:30"), "2026-03-01T07:30:00Z");
}

TEST_F(SinceText, words) {
    EXPECT_EQ(read("now"), "2026-03-01T12:00:00Z");
    EXPECT_EQ(read("today"), "2026-02-28T23:00:00Z");
    EXPECT_EQ(read("yesterday"), "2026-02-27T23:00:00Z");
    EXPECT_EQ(read("@1772366400"), "2026-03-01T12:00:00Z");
}

TEST_F(SinceText, relative_to_now) {
    EXPECT_EQ(read("-1h"), "2026-03-01T11:00:00Z");
    EXPECT_EQ(read("-1h 30min"), "2026-03-01T10:30:00Z");
    EXPECT_EQ(read("-90s"), "2026-03-01T11:58:30Z");
    EXPECT_EQ(read("2 days ago"), "2026-02-27T12:00:00Z");
    EXPECT_EQ(read("1week 1day ago"), "2026-02-21T12:00:00Z");
    EXPECT_EQ(read("1 hour 5 minutes ago"), "2026-03-01T10:55:00Z");
    EXPECT_EQ(read("-900 years"), "1970-01-01T00:00:00Z");
}

TEST_F(SinceText, what_is_no_time_is_none) {
    for (const char* text : {"",
                             " ",
                             "-",
                             "ago",
                             "1h",
                             "2 days",
                             "2 days ago later",
                             "tuesday",
                             "2026",
                             "2026-13-01",
                             "2026-02-31",
                             "2026-02-30T00:00:00Z",
                             "2026-02-03 24:00",
                             "2026-02-03T04:05:06+1",
                             "2026-02-03T04:05:06Zx",
                             "08:61",
                             "@",
                             "@99999999999999999999",
                             "@9999999999999999",
                             "-99999999999999999999h",
                             "-9999999999y",
                             "-1 fortnight",
                             "-h",
                             "--1h",
                             "-1h ago later",
                             "\x1b[31m"})
        EXPECT_EQ(read(text), "none") << text;
}

}  // namespace
}  // namespace ramctl
