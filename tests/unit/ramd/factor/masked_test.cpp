// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/factor/masked.h"

#include <gtest/gtest.h>

namespace ramd::test {
namespace {

TEST(Masked, an_address_shows_its_first_character_and_its_domain) {
    EXPECT_EQ(masked(CourierWay::email, "ann@example.org"), "a***@example.org");
    EXPECT_EQ(masked(CourierWay::email, "\"a@b\"@example.org"), "\"***@example.org");
    EXPECT_EQ(masked(CourierWay::email, "\u00e4nne@example.org"), "\u00e4***@example.org");
}

TEST(Masked, a_number_shows_its_last_three_digits) {
    EXPECT_EQ(masked(CourierWay::sms, "+49 30 1234567"), "***567");
}

TEST(Masked, what_is_too_short_to_hide_a_part_of_is_hidden_as_a_whole) {
    EXPECT_EQ(masked(CourierWay::email, "a@example.org"), "***@example.org");
    EXPECT_EQ(masked(CourierWay::email, "\u00e4@example.org"), "***@example.org");
    EXPECT_EQ(masked(CourierWay::email, "@example.org"), "***@example.org");
    EXPECT_EQ(masked(CourierWay::sms, "123456"), "***");
}

TEST(Masked, what_is_no_address_is_hidden_all_the_same) {
    EXPECT_EQ(masked(CourierWay::email, "ann"), "a***");
    EXPECT_EQ(masked(CourierWay::email, ""), "");
    EXPECT_EQ(masked(CourierWay::sms, ""), "");
}

}  // namespace
}  // namespace ramd::test
