// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/amount_text.h"

#include <gtest/gtest.h>

namespace ramctl {
namespace {

TEST(AmountText, thousands_stand_apart) {
    EXPECT_EQ(count_text(0), "0");
    EXPECT_EQ(count_text(999), "999");
    EXPECT_EQ(count_text(1000), "1,000");
    EXPECT_EQ(count_text(847223402), "847,223,402");
    EXPECT_EQ(count_text(UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(AmountText, sizes_have_the_unit_that_fits) {
    EXPECT_EQ(size_text(0), "0 B");
    EXPECT_EQ(size_text(1023), "1023 B");
    EXPECT_EQ(size_text(1024), "1.0 KiB");
    EXPECT_EQ(size_text(1536), "1.5 KiB");
    EXPECT_EQ(size_text(10 * 1024), "10 KiB");
    EXPECT_EQ(size_text(1024 * 1024 - 1), "1.0 MiB");
    EXPECT_EQ(size_text(std::uint64_t{8} << 30), "8.0 GiB");
    EXPECT_EQ(size_text(std::uint64_t{35} << 30), "35 GiB");
    EXPECT_EQ(size_text(std::uint64_t{5} << 50), "5120 TiB");
}

}  // namespace
}  // namespace ramctl
