// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/fields.h"

#include <gtest/gtest.h>

namespace ramctl {
namespace {

const Fields fields{{"Name", std::string("alice")}, {"Flag", true}, {"Number", 7U}};

TEST(Fields, a_value_is_found_by_its_name) {
    EXPECT_EQ(fields.text("Name"), "alice");
    EXPECT_TRUE(fields.flag("Flag"));
    EXPECT_EQ(fields.number("Number"), 7U);
}

TEST(Fields, a_missing_value_is_the_empty_one) {
    EXPECT_EQ(fields.find("Other"), nullptr);
    EXPECT_EQ(fields.text("Other"), "");
    EXPECT_FALSE(fields.flag("Other"));
    EXPECT_EQ(fields.time("Other"), ramauth::never);
}

TEST(Fields, a_value_of_another_type_is_not_reinterpreted) {
    EXPECT_EQ(fields.number("Flag"), 0U);
    EXPECT_EQ(fields.text("Number"), "");
}

}  // namespace
}  // namespace ramctl
