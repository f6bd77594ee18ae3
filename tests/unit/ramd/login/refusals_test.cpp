// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/refusals.h"

#include <gtest/gtest.h>

namespace ramd {
namespace {

using ramauth::Code;

TEST(Refusals, every_code_but_the_parameter_codes_has_a_sentence) {
    for (int i = 0; i <= static_cast<int>(Code::service_failure); ++i) {
        const auto code = static_cast<Code>(i);
        if (code == Code::parameter_range || code == Code::parameter_format) {
            EXPECT_THROW((void)refuse(code), std::logic_error);
            continue;
        }
        const auto refusal = refuse(code);
        EXPECT_EQ(refusal.code, code);
        ASSERT_FALSE(refusal.sentence.empty());
        EXPECT_EQ(refusal.sentence.back(), '.');
        EXPECT_TRUE(refusal.field.empty());
    }
}

TEST(Refusals, a_format_refusal_names_the_field) {
    const auto refusal = refuse_format("Password", "Give one.");
    EXPECT_EQ(refusal.code, Code::parameter_format);
    EXPECT_EQ(refusal.field, "Password");
}

TEST(Refusals, S4_a_full_store_says_that_the_old_password_still_works) {
    const auto refusal = refuse_no_room();
    EXPECT_EQ(refusal.code, Code::service_failure);
    EXPECT_NE(refusal.sentence.find("the old password still works"), std::string::npos);
}

}  // namespace
}  // namespace ramd
