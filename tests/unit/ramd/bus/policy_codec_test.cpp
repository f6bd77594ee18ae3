// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/policy_codec.h"

#include <gtest/gtest.h>

#include "tests/unit/ramd/bus/test_message.h"

namespace ramd {
namespace {

using ramauth::Refusal;
using ramauth::policy::PasswordPolicy;

TEST(PolicyCodec, reads_back_what_it_wrote) {
    PasswordPolicy policy;
    policy.minimum_password_length = 14;
    policy.hard_expire = true;
    const TestMessage message([&](sd_bus_message* m) {
        encode_policy(m, policy);
        return 0;
    });
    const auto decoded = decode_policy(message.get());
    ASSERT_TRUE(std::holds_alternative<PolicyChanges>(decoded));
    PasswordPolicy read;
    EXPECT_FALSE(ramauth::policy::apply(read, std::get<PolicyChanges>(decoded)));
    EXPECT_EQ(read, policy);
}

std::string refusal_of(const std::function<int(sd_bus_message*)>& append) {
    const auto decoded = decode_policy(TestMessage(append).get());
    const auto* refusal = std::get_if<Refusal>(&decoded);
    return refusal == nullptr ? "" : ramauth::code_text(refusal->code, refusal->field);
}

TEST(PolicyCodec, writes_each_broken_rule_with_its_sentence) {
    const TestMessage message([](sd_bus_message* m) {
        encode_broken_rules(m, {{"A", "at least 14 characters; this has 9"}, {"B", "no name"}});
        return 0;
    });
    const char *first = nullptr, *first_text = nullptr, *second = nullptr, *second_text = nullptr;
    ASSERT_GT(
        sd_bus_message_read(message.get(), "a(ss)", 2, &first, &first_text, &second, &second_text),
        0);
    EXPECT_STREQ(first, "A");
    EXPECT_STREQ(first_text, "at least 14 characters; this has 9");
    EXPECT_STREQ(second_text, "no name");
}

TEST(PolicyCodec, refuses_what_is_not_in_the_table) {
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 1, "Colour", "u", 1U);
              }),
              "InvalidParameter.Colour.Format");
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 1, "HardExpire", "u", 1U);
              }),
              "InvalidParameter.HardExpire.Format");
    EXPECT_EQ(refusal_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 2, "MaxPasswordAge", "u", 1U,
                                               "MaxPasswordAge", "u", 2U);
              }),
              "InvalidParameter.MaxPasswordAge.Format");
}

}  // namespace
}  // namespace ramd
