// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/settings_codec.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "policy/presets.h"

namespace ramd::test {
namespace {

namespace json = boost::json;
using ramauth::policy::PasswordPolicy;
using ramauth::policy::SecurityPreference;

json::object object_of(const std::string& text) {
    return json::parse(text).get_object();
}

SecurityPreference strict() {
    SecurityPreference preference;
    preference.allow_user_to_change_password = false;
    preference.login_session_duration = 6;
    preference.login_network_masks = {"192.0.2.0/24", "2001:db8::/32"};
    preference.max_idle_days_for_users = 45;
    preference.expiry_stops_key_logon = preference.keep_changing_session = true;
    preference.revoke_scope = ramauth::policy::RevokeScope::user;
    preference.programmatic_services = {"cron", "backup"};
    return preference;
}

// Every field that is gone, of another type, or beyond its range.
template <typename Decode>
void expect_strict(const std::string& text, Decode decode) {
    const json::object whole = object_of(text);
    for (const auto& field : whole) {
        json::object less = whole;
        less.erase(field.key());
        EXPECT_THROW((void)decode(json::serialize(less)), RecordError) << field.key();
        for (const json::value& wrong :
             {json::value(nullptr), json::value(1.5), json::value(-1), json::value(1'000'000),
              json::value(json::array{1}), json::value("no such thing")}) {
            json::object other = whole;
            other[field.key()] = wrong;
            EXPECT_THROW((void)decode(json::serialize(other)), RecordError) << field.key() << wrong;
        }
    }
    json::object more = whole;
    more["Extra"] = 1;
    EXPECT_THROW((void)decode(json::serialize(more)), RecordError);
}

TEST(SettingsCodec, Every_preset_comes_back_as_it_was) {
    for (const auto& preset : ramauth::policy::presets())
        EXPECT_EQ(decode_policy(encode_policy(preset.policy)), preset.policy) << preset.name;
    EXPECT_EQ(decode_policy(encode_policy({})), PasswordPolicy{});
}

TEST(SettingsCodec, A_preference_comes_back_as_it_was) {
    EXPECT_EQ(decode_preference(encode_preference({})), SecurityPreference{});
    EXPECT_EQ(decode_preference(encode_preference(strict())), strict());
    SecurityPreference nothing = strict();
    nothing.login_network_masks.clear();
    nothing.programmatic_services.clear();
    EXPECT_EQ(decode_preference(encode_preference(nothing)), nothing);
}

TEST(SettingsCodec, A_policy_is_read_strictly) {
    expect_strict(encode_policy({}), decode_policy);
}

TEST(SettingsCodec, A_preference_is_read_strictly) {
    expect_strict(encode_preference(strict()), decode_preference);
}

TEST(SettingsCodec, What_is_not_in_its_canonical_form_is_an_error) {
    json::object object = object_of(encode_preference(strict()));
    for (const json::array& masks :
         {json::array{"192.0.2.1"}, json::array{"2001:DB8::/32"}, json::array{"192.0.2.1/24"},
          json::array{"192.0.2.0/24", "192.0.2.0/24"}}) {
        object["LoginNetworkMasks"] = masks;
        EXPECT_THROW((void)decode_preference(json::serialize(object)), RecordError) << masks;
    }
}

TEST(SettingsCodec, What_could_not_be_read_again_is_not_written) {
    PasswordPolicy policy;
    policy.minimum_password_length = 1;
    EXPECT_THROW((void)encode_policy(policy), std::invalid_argument);
    SecurityPreference preference;
    preference.programmatic_services = {"cron\nsu"};
    EXPECT_THROW((void)encode_preference(preference), std::invalid_argument);
    preference.programmatic_services.assign(65, "x");
    EXPECT_THROW((void)encode_preference(preference), std::invalid_argument);
}

}  // namespace
}  // namespace ramd::test
