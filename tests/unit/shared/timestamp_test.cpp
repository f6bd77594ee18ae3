// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/timestamp.h"

#include <gtest/gtest.h>

namespace ramauth {
namespace {

TEST(TimestampTest, Microseconds_come_back_as_they_were) {
    for (const std::uint64_t time :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1'700'000'000'000'000},
          static_cast<std::uint64_t>(INT64_MAX)})
        EXPECT_EQ(to_wire(from_wire(time)), time);
}

TEST(TimestampTest, What_is_no_time_of_ours_is_never) {
    EXPECT_EQ(from_wire(UINT64_MAX), never);
    EXPECT_EQ(from_wire(1ULL << 63), never);
    EXPECT_EQ(to_wire(Timestamp(std::chrono::microseconds(-1))), 0U);
}

}  // namespace
}  // namespace ramauth
