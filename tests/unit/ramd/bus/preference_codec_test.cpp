// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/preference_codec.h"

#include <gmock/gmock.h>

#include "ramd/bus/message.h"
#include "tests/unit/ramd/bus/test_message.h"

namespace ramd {
namespace {

using ramauth::Refusal;
using ramauth::policy::RevokeScope;
using ramauth::policy::SecurityPreference;
using testing::ElementsAre;

TEST(PreferenceCodec, reads_back_what_it_wrote) {
    SecurityPreference preference;
    preference.allow_user_to_change_password = false;
    preference.login_session_duration = 8;
    preference.login_network_masks = {"192.0.2.0/24", "2001:db8::/32"};
    preference.revoke_scope = RevokeScope::user;
    preference.programmatic_services = {};
    const TestMessage message([&](sd_bus_message* m) {
        encode_preference(m, preference);
        return 0;
    });
    const auto decoded = decode_preference(message.get());
    ASSERT_TRUE(std::holds_alternative<PreferenceChanges>(decoded));
    SecurityPreference read;
    EXPECT_FALSE(ramauth::policy::apply(read, std::get<PreferenceChanges>(decoded)));
    EXPECT_EQ(read, preference);
}

TEST(PreferenceCodec, writes_every_field_under_its_name) {
    const TestMessage message([](sd_bus_message* m) {
        encode_preference(m, {});
        return 0;
    });
    DictionaryReader entry(message.get());
    std::size_t count = 0;
    while (entry.next()) {
        EXPECT_EQ(entry.key(), ramauth::policy::preference_fields()[count++].name);
        entry.skip();
    }
    EXPECT_EQ(count, ramauth::policy::preference_fields().size());
}

Refusal refusal_of(const std::function<int(sd_bus_message*)>& append) {
    const auto decoded = decode_preference(TestMessage(append).get());
    const auto* refusal = std::get_if<Refusal>(&decoded);
    return refusal == nullptr ? Refusal{} : *refusal;
}

std::string code_of(const std::function<int(sd_bus_message*)>& append) {
    const Refusal refusal = refusal_of(append);
    return ramauth::code_text(refusal.code, refusal.field);
}

TEST(PreferenceCodec, refuses_what_is_not_in_the_table) {
    EXPECT_EQ(code_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 1, "Colour", "as", 1, "red");
              }),
              "InvalidParameter.Colour.Format");
    EXPECT_EQ(code_of([](sd_bus_message* m) {
                  return sd_bus_message_append(m, "a{sv}", 2, "RevokeScope", "s", "user",
                                               "RevokeScope", "s", "user");
              }),
              "InvalidParameter.RevokeScope.Format");
}

TEST(PreferenceCodec, refuses_a_value_of_another_type_and_names_the_right_one) {
    const auto wrong = [](const char* field, const char* type) {
        return refusal_of([=](sd_bus_message* m) {
            return sd_bus_message_append(m, "a{sv}", 1, field, type, 0);
        });
    };
    EXPECT_EQ(wrong("LoginSessionDuration", "i").sentence,
              "LoginSessionDuration must be a number (u)");
    EXPECT_EQ(wrong("ExpiryStopsKeyLogon", "u").sentence,
              "ExpiryStopsKeyLogon must be true or false (b)");
    EXPECT_EQ(wrong("RevokeScope", "u").sentence, "RevokeScope must be a text (s)");
    EXPECT_EQ(wrong("LoginNetworkMasks", "as").field, "");  // an empty list is one
    EXPECT_EQ(wrong("LoginNetworkMasks", "au").sentence,
              "LoginNetworkMasks must be a list of texts (as)");
    EXPECT_EQ(wrong("ProgrammaticServices", "b").field, "ProgrammaticServices");
}

TEST(DictionaryReader, goes_on_behind_a_list) {
    const TestMessage message([](sd_bus_message* m) {
        return sd_bus_message_append(m, "a{sv}", 3, "A", "as", 2, "x", "y", "B", "au", 1, 7U, "C",
                                     "s", "z");
    });
    DictionaryReader entry(message.get());
    ASSERT_TRUE(entry.next());
    EXPECT_THAT(*entry.texts(), ElementsAre("x", "y"));
    ASSERT_TRUE(entry.next());
    EXPECT_FALSE(entry.texts());
    ASSERT_TRUE(entry.next());
    EXPECT_EQ(entry.text(), "z");
    EXPECT_FALSE(entry.next());
}

}  // namespace
}  // namespace ramd
