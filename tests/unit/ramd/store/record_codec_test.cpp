// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/record_codec.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

namespace json = boost::json;

ramauth::policy::GuessRecord guesses() {
    ramauth::policy::GuessRecord record;
    record.last = {ramauth::from_wire(6), 7, "boot"};
    record.ages = {std::chrono::seconds(0), std::chrono::seconds(8)};
    record.in_a_row = 9;
    record.lock = ramauth::policy::Lock{{ramauth::from_wire(10), 11, "boot of the lock"}, 12};
    return record;
}

Profile stored() {
    Profile profile = profile_of("alice");
    profile.status = Status::inactive;
    profile.life = {false, true, ramauth::from_wire(1'700'000'000'000'001)};
    profile.epoch = 7;
    profile.version = 3;
    profile.mfa_bind_required = profile.shadow_kept = profile.orphaned = profile.system = true;
    profile.updated = ramauth::from_wire(2);
    profile.last_login = ramauth::from_wire(3);
    profile.last_session = ramauth::from_wire(4);
    profile.activated = ramauth::from_wire(5);
    profile.history = {{"$argon2id$newer"}, {"$argon2id$older"}};
    profile.guesses = guesses();
    profile.recovery_mobile = "+49 1";
    profile.last_change_nonce = "nonce";
    return profile;
}

json::object object_of(const std::string& text) {
    return json::parse(text).get_object();
}

std::string with(const char* field, const json::value& value) {
    json::object object = object_of(encode_profile(stored()));
    object[field] = value;
    return json::serialize(object);
}

TEST(RecordCodec, A_profile_comes_back_as_it_was) {
    const Profile was = stored();
    const Profile is = decode_profile(encode_profile(was));
    EXPECT_EQ(is.user, was.user);
    EXPECT_EQ(is.uid, was.uid);
    EXPECT_EQ(is.status, was.status);
    EXPECT_EQ(is.hash, was.hash);
    EXPECT_EQ(is.life.initial, false);
    EXPECT_EQ(is.life.reset_required, true);
    EXPECT_EQ(is.life.changed, was.life.changed);
    EXPECT_EQ(is.history, was.history);
    EXPECT_EQ(is.activated, was.activated);
    EXPECT_EQ(is.guesses, was.guesses);
    // Every field has a value of its own, so that equal texts mean equal profiles.
    EXPECT_EQ(encode_profile(is), encode_profile(was));
}

TEST(RecordCodec, A_revocation_comes_back_as_it_was) {
    Revocation was = revocation_of("alice");
    was.id = 1;
    was.epoch = 2;
    was.committed = ramauth::from_wire(3);
    was.committed_monotonic_us = 4;
    was.last_session = "c5";
    was.keep_last_session = true;
    was.scope = ramauth::policy::RevokeScope::user;
    const Revocation is = decode_revocation(encode_revocation(was));
    EXPECT_EQ(encode_revocation(is), encode_revocation(was));
    EXPECT_EQ(is.reason, "deleted");
    EXPECT_EQ(is.last_session, "c5");
    EXPECT_TRUE(is.keep_last_session);
    EXPECT_EQ(is.scope, ramauth::policy::RevokeScope::user);
}

TEST(RecordCodec, A_kept_device_comes_back_as_it_was_and_without_one_is_an_error) {
    const KeptRecord was{{.user = user("alice"),
                          .uid = Uid{1000},
                          .device = {.seed = std::string(20, '\x80'),
                                     .bound = ramauth::from_wire(5),
                                     .last_step = 6,
                                     .recovery_codes = {"a", "b"}}},
                         7};
    const std::string text = encode_kept_device(was);
    const KeptRecord is = decode_kept_device(text);
    EXPECT_EQ(is.device, was.device);
    EXPECT_EQ(is.epoch, 7U);
    EXPECT_THROW((void)encode_kept_device({{user("alice"), Uid{1000}, {}}, 7}),
                 std::invalid_argument);
    json::object less = object_of(text);
    less.erase("Epoch");
    EXPECT_THROW((void)decode_kept_device(json::serialize(less)), RecordError);
}

TEST(RecordCodec, A_revocation_of_a_scope_that_is_none_is_an_error) {
    json::object object;
    {
        Revocation revocation = revocation_of("alice");
        revocation.id = 1;
        object = object_of(encode_revocation(revocation));
    }
    object["Scope"] = "everything";
    EXPECT_THROW((void)decode_revocation(json::serialize(object)), RecordError);
}

TEST(RecordCodec, At_most_24_passwords_are_remembered) {
    Profile profile = stored();
    profile.history.assign(24, {std::string(512, 'x')});
    EXPECT_EQ(decode_profile(encode_profile(profile)).history.size(), 24U);
    profile.history.push_back({"x"});
    EXPECT_THROW((void)encode_profile(profile), std::invalid_argument);
    profile.history = {{""}};
    EXPECT_THROW((void)encode_profile(profile), std::invalid_argument);
    profile.history = {{std::string(513, 'x')}};
    EXPECT_THROW((void)encode_profile(profile), std::invalid_argument);
}

TEST(RecordCodec, A_missing_field_is_an_error_whichever_it_is) {
    const json::object whole = object_of(encode_profile(stored()));
    for (const auto& field : whole) {
        json::object less = whole;
        less.erase(field.key());
        EXPECT_THROW((void)decode_profile(json::serialize(less)), RecordError) << field.key();
    }
}

TEST(RecordCodec, A_field_of_another_type_is_an_error_whichever_it_is) {
    for (const auto& field : object_of(encode_profile(stored()))) {
        for (const json::value& wrong :
             {json::value(nullptr), json::value(1.5), json::value(json::array{nullptr}),
              field.value().is_string() ? json::value(1) : json::value("1")})
            EXPECT_THROW((void)decode_profile(with(field.key().data(), wrong)), RecordError)
                << field.key();
    }
}

TEST(RecordCodec, An_unknown_field_is_an_error) {
    EXPECT_THROW((void)decode_profile(with("Extra", 1)), RecordError);
}

TEST(RecordCodec, An_unknown_schema_is_an_error) {
    for (const json::value& schema :
         {json::value(0), json::value(1), json::value(2), json::value(5), json::value("4")})
        EXPECT_THROW((void)decode_profile(with("Schema", schema)), RecordError);
}

TEST(RecordCodec, A_number_out_of_range_is_an_error) {
    for (const auto& [field, value] : std::initializer_list<std::pair<const char*, json::value>>{
             {"Uid", 1ULL << 31},
             {"Uid", -1},
             {"Version", 0},
             {"Version", UINT64_MAX},
             {"Epoch", UINT64_MAX},
             {"Epoch", -1},
             {"CreateDate", -1},
             {"CreateDate", INT64_MAX},
             {"PasswordChangeTime", INT64_MAX},
             {"ActivateDate", -1}})
        EXPECT_THROW((void)decode_profile(with(field, value)), RecordError) << field << value;
}

TEST(RecordCodec, Text_that_has_no_meaning_is_an_error) {
    for (const auto& [field, value] : std::initializer_list<std::pair<const char*, json::value>>{
             {"UserName", ""},
             {"UserName", "../etc"},
             {"UserName", "1000"},
             {"Status", "active"},
             {"Status", ""},
             {"PasswordHash", ""},
             {"PasswordHash", json::value(std::string(513, 'x'))},
             {"LastLoginSource", json::value(std::string(5000, 'x'))}})
        EXPECT_THROW((void)decode_profile(with(field, value)), RecordError) << field << value;
}

TEST(RecordCodec, What_is_no_JSON_object_is_an_error) {
    const std::string good = encode_profile(stored());
    for (const std::string& text :
         {std::string(), std::string("{}"), std::string("[]"), std::string("null"),
          std::string(100'000, '['), good.substr(0, good.size() - 1), good + "}",
          std::string("\xff\xfe")})
        EXPECT_THROW((void)decode_profile(text), RecordError);
}

TEST(RecordCodec, What_could_not_be_read_again_is_not_written) {
    Profile profile = stored();
    profile.last_login_source = "\xc3\x28";
    EXPECT_THROW((void)encode_profile(profile), std::invalid_argument);
    profile = stored();
    profile.hash.text.clear();
    EXPECT_THROW((void)encode_profile(profile), std::invalid_argument);
    profile = stored();
    profile.created = ramauth::Timestamp(std::chrono::microseconds(-1));
    EXPECT_THROW((void)encode_profile(profile), std::invalid_argument);
}

TEST(RecordCodec, Text_with_control_characters_comes_back_as_it_was) {
    Profile profile = stored();
    profile.last_login_source = std::string("a\0\x1b[2J\n\"\\\u20ac", 13);
    EXPECT_EQ(decode_profile(encode_profile(profile)).last_login_source, profile.last_login_source);
}

}  // namespace
}  // namespace ramd::test
