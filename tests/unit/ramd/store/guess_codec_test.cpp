// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/guess_codec.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace ramd::test {
namespace {

namespace json = boost::json;
using ramauth::policy::GuessRecord;
using std::chrono::seconds;

GuessRecord locked() {
    GuessRecord record;
    record.last = {ramauth::from_wire(1), 2, "boot"};
    record.ages = {seconds(0), seconds(3), seconds(86'399)};
    record.in_a_row = 4;
    record.lock = ramauth::policy::Lock{{ramauth::from_wire(5), 6, "other boot"}, 7};
    return record;
}

json::object object_of(const GuessRecord& record) {
    json::object object;
    object["Schema"] = record_schema;
    add_guesses(object, record);
    return object;
}

GuessRecord read(const json::object& object) {
    StrictJson json(json::serialize(object));
    GuessRecord record = read_guesses(json);
    json.finish();
    return record;
}

TEST(GuessCodec, L2_failures_and_lock_come_back_as_they_were) {
    EXPECT_EQ(read(object_of(locked())), locked());
    EXPECT_EQ(read(object_of({})), GuessRecord());
    GuessRecord open = locked();
    open.lock.reset();
    EXPECT_EQ(read(object_of(open)), open);
    GuessRecord for_good = locked();
    for_good.lock->minutes = 0;
    EXPECT_EQ(read(object_of(for_good)), for_good);
}

TEST(GuessCodec, The_most_that_can_have_failed_comes_back_and_more_is_an_error) {
    GuessRecord record = locked();
    record.ages.assign(GuessRecord::most_failures, seconds(86'400));
    record.in_a_row = GuessRecord::most_in_a_row;
    EXPECT_EQ(read(object_of(record)), record);
    GuessRecord too_many = record;
    too_many.ages.push_back(seconds(1));
    EXPECT_THROW((void)read(object_of(too_many)), RecordError);
    ++record.in_a_row;
    EXPECT_THROW((void)read(object_of(record)), RecordError);
}

TEST(GuessCodec, A_lock_without_its_fields_and_fields_without_a_lock_are_errors) {
    json::object object = object_of(locked());
    object["Locked"] = false;
    EXPECT_THROW((void)read(object), RecordError);
    GuessRecord open = locked();
    open.lock.reset();
    object = object_of(open);
    object["Locked"] = true;
    EXPECT_THROW((void)read(object), RecordError);
}

TEST(GuessCodec, An_age_that_is_none_is_an_error) {
    for (const json::value& wrong : {json::value(-1), json::value(1ULL << 32), json::value("1"),
                                     json::value(nullptr), json::value(json::array{1})}) {
        json::object object = object_of(locked());
        object["FailureAges"] = json::array{0, wrong};
        EXPECT_THROW((void)read(object), RecordError) << wrong;
    }
    GuessRecord record = locked();
    record.ages = {seconds(-1)};
    EXPECT_THROW((void)read(object_of(record)), RecordError);
}

}  // namespace
}  // namespace ramd::test
