// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/time_text.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using namespace std::chrono_literals;
using testing::test_now;

TEST(TimeText, rfc3339_is_utc_in_whole_seconds) {
    EXPECT_EQ(rfc3339(test_now), "2026-03-01T12:00:00Z");
    EXPECT_EQ(rfc3339(test_now + 999999us), "2026-03-01T12:00:00Z");
}

TEST(TimeText, people_read_their_own_zone_and_the_distance) {
    ::setenv("TZ", "Europe/Berlin", 1);
    ::tzset();
    EXPECT_EQ(readable(test_now, test_now + 3 * 24h), "2026-03-01 13:00 (3 days ago)");
    EXPECT_EQ(readable(test_now, test_now - 80s), "2026-03-01 13:00 (in 1 minute)");
    EXPECT_EQ(readable(test_now, test_now + 47h), "2026-03-01 13:00 (47 hours ago)");
    EXPECT_EQ(readable(test_now, test_now - 14 * 24h + 1s), "2026-03-01 13:00 (in 14 days)");
    EXPECT_EQ(readable(test_now, test_now + 1s), "2026-03-01 13:00 (1 second ago)");
}

TEST(TimeText, never_is_a_word) {
    EXPECT_EQ(readable(ramauth::never, test_now), "never");
}

}  // namespace
}  // namespace ramctl
