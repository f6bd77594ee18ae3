// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/bus/revocation_encode.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <sstream>

#include "tests/unit/ramd/bus/test_message.h"

namespace ramd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

// Every value in words, as its type is.
std::map<std::string, std::string> fields(sd_bus_message* message) {
    std::map<std::string, std::string> all;
    DictionaryReader entry(message);
    while (entry.next()) {
        const char* type = nullptr;
        char kind = 0;
        EXPECT_GT(sd_bus_message_peek_type(message, &kind, &type), 0);
        if (type[0] == 's') all[entry.key()] = entry.text().value();
        if (type[0] == 'u') all[entry.key()] = "u " + std::to_string(entry.number().value());
        if (type[0] == 'b') all[entry.key()] = entry.flag().value() ? "true" : "false";
        if (type[0] == 't') all[entry.key()] = "t " + std::to_string(entry.big_number().value());
    }
    return all;
}

std::map<std::string, std::string> facts(const EndingSessions& ending) {
    const TestMessage message([&](sd_bus_message* m) {
        DictionaryWriter out(m);
        write_ending(out, ending);
        out.close();
        return 0;
    });
    return fields(message.get());
}

TEST(WriteEnding, says_how_many_others_end_and_what_becomes_of_this_one) {
    EXPECT_THAT(facts({AskingSession::ends, 3}),
                ElementsAre(Pair("OtherSessions", "u 3"), Pair("ThisSession", "ends")));
    EXPECT_THAT(facts({AskingSession::stays, 0}),
                ElementsAre(Pair("OtherSessions", "u 0"), Pair("ThisSession", "stays")));
    EXPECT_THAT(facts({AskingSession::none, 1}),
                ElementsAre(Pair("OtherSessions", "u 1"), Pair("ThisSession", "none")));
}

TEST(WriteEnding, R6_says_that_polkit_forbids_it) {
    EXPECT_THAT(facts({AskingSession::none, 1, true}),
                ElementsAre(Pair("OtherSessions", "u 1"), Pair("SessionsNotPermitted", "true"),
                            Pair("ThisSession", "none")));
}

TEST(WriteEnding, leaves_out_what_is_not_known) {
    EXPECT_THAT(facts({}), testing::IsEmpty());
    EXPECT_THAT(facts({AskingSession::none, {}}), ElementsAre(Pair("ThisSession", "none")));
}

OutstandingRevocation outstanding() {
    OutstandingRevocation one{.revocation = {.user = *UserName::parse("ann"),
                                             .uid = Uid{1001},
                                             .reason = "password-reset",
                                             .boot_id = "boot",
                                             .last_session = "c3"},
                              .sessions = 2,
                              .why = "no answer in time"};
    one.revocation.committed = Timestamp(std::chrono::seconds(1'800'000'000));
    one.revocation.scope = ramauth::policy::RevokeScope::user;
    return one;
}

TEST(EncodeOutstanding, is_a_dictionary_for_each_with_the_fields_of_the_manual_page) {
    const TestMessage message([](sd_bus_message* m) {
        OutstandingRevocation second = outstanding();
        second.revocation.scope = ramauth::policy::RevokeScope::sessions;
        second.why.clear();
        encode_outstanding(m, {outstanding(), second});
        return 0;
    });
    ASSERT_GT(sd_bus_message_enter_container(message.get(), 'a', "a{sv}"), 0);
    const auto first = fields(message.get());
    EXPECT_THAT(first, ElementsAre(Pair("Committed", "t 1800000000000000"),
                                   Pair("Outstanding", "u 2"), Pair("Reason", "password-reset"),
                                   Pair("Scope", "user"), Pair("Uid", "u 1001"),
                                   Pair("UserName", "ann"), Pair("Why", "no answer in time")));
    auto second = fields(message.get());
    EXPECT_EQ(second["Scope"], "sessions");
    EXPECT_EQ(second["Why"], "");
    std::ifstream file(RAMAUTH_SOURCE "/ramd/bus/org.ramauth1.5");
    std::ostringstream page;
    page << file.rdbuf();
    for (const auto& [name, value] : first)
        EXPECT_THAT(page.str(), HasSubstr("\n.It Li " + name + " Pq "));
}

TEST(EncodeOutstanding, is_an_empty_list_where_nothing_is_outstanding) {
    const TestMessage message([](sd_bus_message* m) {
        encode_outstanding(m, {});
        return 0;
    });
    EXPECT_STREQ(sd_bus_message_get_signature(message.get(), 1), "aa{sv}");
    ASSERT_GT(sd_bus_message_enter_container(message.get(), 'a', "a{sv}"), 0);
    EXPECT_EQ(sd_bus_message_at_end(message.get(), 0), 1);
}

}  // namespace
}  // namespace ramd
