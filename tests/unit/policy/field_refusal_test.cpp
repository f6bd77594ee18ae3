// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/field_refusal.h"

#include <gtest/gtest.h>

namespace ramauth::policy {
namespace {

TEST(FieldRefusal, an_unknown_field_is_named_where_a_name_can_stand) {
    const auto refusal = unknown_field("MinimumPaswordLength", "the policy");
    EXPECT_EQ(refusal.code, Code::parameter_format);
    EXPECT_EQ(refusal.field, "MinimumPaswordLength");
    EXPECT_EQ(refusal.sentence, "MinimumPaswordLength is not a field of the policy.");
    EXPECT_EQ(unknown_field("x1", "the policy").field, "x1");
    EXPECT_EQ(unknown_field(std::string(64, 'a'), "the policy").field, std::string(64, 'a'));
}

TEST(FieldRefusal, what_cannot_stand_in_an_errors_name_is_not_repeated) {
    for (const std::string& bad :
         {std::string("a b\n"), std::string(), std::string(65, 'a'), std::string("1a"),
          std::string("a.b"), std::string("a\0b", 3), std::string("\xc3\xa4")}) {
        const auto refusal = unknown_field(bad, "the preference");
        EXPECT_EQ(refusal.code, Code::parameter_format);
        EXPECT_EQ(refusal.field, "Changes");
        EXPECT_EQ(refusal.sentence, "A field of the preference has a name of letters.");
    }
}

TEST(FieldRefusal, a_range_is_told_with_both_ends_and_the_value) {
    const auto refusal = out_of_range("MaxPasswordAge", 0, 1095, 5000);
    EXPECT_EQ(refusal.code, Code::parameter_range);
    EXPECT_EQ(refusal.field, "MaxPasswordAge");
    EXPECT_EQ(refusal.sentence, "MaxPasswordAge must be between 0 and 1095; this is 5000.");
}

TEST(FieldRefusal, a_format_is_told_in_words) {
    const auto refusal = wrong_format("HardExpire", "true or false");
    EXPECT_EQ(refusal.code, Code::parameter_format);
    EXPECT_EQ(refusal.field, "HardExpire");
    EXPECT_EQ(refusal.sentence, "HardExpire is true or false.");
    EXPECT_EQ(nothing_to_change().field, "Changes");
}

}  // namespace
}  // namespace ramauth::policy
