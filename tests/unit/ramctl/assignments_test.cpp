// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/assignments.h"

#include <gtest/gtest.h>

namespace ramctl {
namespace {

using ramauth::Code;
using ramauth::Refusal;

Value value_of(const std::string& word) {
    const auto read = preference_assignments({word});
    const auto* fields = std::get_if<Fields>(&read);
    return fields == nullptr ? Value(std::string("(refused)")) : fields->begin()->value;
}

TEST(Assignments, the_preference_knows_which_fields_are_lists) {
    EXPECT_EQ(value_of("LoginNetworkMasks=192.0.2.0/24,2001:db8::/32"),
              Value(Texts{"192.0.2.0/24", "2001:db8::/32"}));
    EXPECT_EQ(value_of("LoginNetworkMasks=192.0.2.1"), Value(Texts{"192.0.2.1"}));
    EXPECT_EQ(value_of("ProgrammaticServices= cron , atd"), Value(Texts{"cron", "atd"}));
    EXPECT_EQ(value_of("ProgrammaticServices=7"), Value(Texts{"7"}));
    EXPECT_EQ(value_of("LoginNetworkMasks="), Value(Texts{}));
}

TEST(Assignments, the_other_types_are_read_from_the_text) {
    EXPECT_EQ(value_of("RevokeScope=user"), Value(std::string("user")));
    EXPECT_EQ(value_of("MaxIdleDaysForUsers=90"), Value(90U));
    EXPECT_EQ(value_of("KeepChangingSession=yes"), Value(true));
    EXPECT_EQ(value_of("OfANewerRamd=word"), Value(std::string("word")));
    EXPECT_EQ(value_of("OfANewerRamd=3"), Value(3U));
}

TEST(Assignments, what_cannot_be_read_names_the_field) {
    for (const char* word :
         {"LoginNetworkMasks=a,,b", "LoginNetworkMasks=,",
          "ProgrammaticServices= ", "MaxIdleDaysForUsers=soon", "KeepChangingSession="}) {
        const auto read = preference_assignments({word});
        ASSERT_TRUE(std::holds_alternative<Refusal>(read)) << word;
        EXPECT_EQ(std::get<Refusal>(read).code, Code::parameter_format);
        EXPECT_TRUE(std::string(word).starts_with(std::get<Refusal>(read).field + "=")) << word;
    }
}

TEST(Assignments, a_field_stands_once) {
    EXPECT_TRUE(std::holds_alternative<Refusal>(
        preference_assignments({"LoginSessionDuration=1", "LoginSessionDuration=2"})));
}

}  // namespace
}  // namespace ramctl
