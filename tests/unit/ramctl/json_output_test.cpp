// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/json_output.h"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using testing::Stage;
using testing::test_now;

TEST(JsonOutput, every_type_of_the_contract_has_its_form) {
    const Fields fields{
        {"Text", std::string("a\"b")}, {"Flag", false},    {"Number", 4294967295U},
        {"Signed", std::int32_t{-1}},  {"Time", test_now}, {"Never", ramauth::never},
        {"Texts", Texts{"a", "b"}}};
    EXPECT_EQ(boost::json::serialize(to_json(fields)),
              R"({"Text":"a\"b","Flag":false,"Number":4294967295,"Signed":-1,)"
              R"("Time":"2026-03-01T12:00:00Z","Never":null,"Texts":["a","b"]})");
}

TEST(JsonOutput, a_secret_stands_first_and_is_escaped) {
    Stage stage;
    print_json(stage.environment, to_json(Fields{{"UserName", std::string("alice")}}),
               "GeneratedPassword", testing::secret(R"(a"b\c)"));
    EXPECT_EQ(stage.out.str(), "{\"GeneratedPassword\":\"a\\\"b\\\\c\",\"UserName\":\"alice\"}\n");
    const auto parsed = boost::json::parse(stage.out.str());
    EXPECT_EQ(parsed.at("GeneratedPassword").as_string(), R"(a"b\c)");
}

TEST(JsonOutput, an_empty_document_takes_a_secret_too) {
    Stage stage;
    print_json(stage.environment, boost::json::object{}, "Code", testing::secret("xyz"));
    EXPECT_EQ(stage.out.str(), "{\"Code\":\"xyz\"}\n");
}

TEST(JsonOutput, a_lock_without_end_is_infinity) {
    EXPECT_EQ(to_json(Value(Timestamp::max())), boost::json::value("infinity"));
    EXPECT_EQ(to_json(Value(ramauth::never)), boost::json::value(nullptr));
}

TEST(JsonOutput, an_array_is_whole_when_it_is_finished) {
    std::ostringstream out;
    JsonArray array(out);
    array.add(1);
    array.add("b");
    EXPECT_EQ(out.str(), "[1,\"b\"");
    array.finish();
    EXPECT_EQ(out.str(), "[1,\"b\"]\n");
}

}  // namespace
}  // namespace ramctl
