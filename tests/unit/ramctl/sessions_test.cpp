// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Stage;
using testing::test_now;

Fields session() {
    return {{"Id", std::string("c1")},        {"State", std::string("active")},
            {"TTY", std::string("pts/0")},    {"RemoteHost", std::string()},
            {"Service", std::string("sshd")}, {"Started", test_now},
            {"Leader", std::int32_t{4711}}};
}

TEST(Sessions, the_table_has_a_line_each) {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    Stage stage;
    stage.client.next_sessions = std::vector<Fields>{session()};
    EXPECT_EQ(run(SessionsVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "SESSION  STATE   TTY    FROM  SERVICE  LEADER  SINCE\n"
              "c1       active  pts/0  -     sshd     4711    2026-03-01 12:00 (0 seconds ago)\n");
}

TEST(Sessions, json_is_an_array) {
    Stage stage;
    stage.environment.json = true;
    stage.client.next_sessions = std::vector<Fields>{session()};
    EXPECT_EQ(run(SessionsVerb{"alice"}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              R"([{"Id":"c1","State":"active","TTY":"pts/0","RemoteHost":"","Service":"sshd",)"
              R"("Started":"2026-03-01T12:00:00Z","Leader":4711}])"
              "\n");
}

TEST(Revoke, it_asks_first) {
    Stage stage;
    EXPECT_EQ(run(RevokeVerb{"alice", false}, stage.environment), ExitStatus::attention);
    stage.terminal.there = false;
    EXPECT_EQ(run(RevokeVerb{"alice", false}, stage.environment), ExitStatus::usage);
    EXPECT_THAT(stage.client.asked, IsEmpty());
}

TEST(Revoke, what_is_outstanding_wants_attention) {
    Stage stage;
    stage.client.next_fields = Fields{{"Ended", 2U}, {"Outstanding", 0U}};
    EXPECT_EQ(run(RevokeVerb{"alice", true}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "2 ended, 0 outstanding\n");
    stage.out.str({});
    stage.client.next_fields =
        Fields{{"Ended", 1U}, {"Outstanding", 1U}, {"Why", std::string("polkit\nsays no")}};
    EXPECT_EQ(run(RevokeVerb{"alice", true}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), ::testing::StartsWith("1 ended, 1 outstanding: polkit"));
    EXPECT_EQ(std::ranges::count(stage.out.str(), '\n'), 1) << "expected: one line";
}

TEST(Revoke, json_has_both_counts) {
    Stage stage;
    stage.environment.json = true;
    stage.client.next_fields = Fields{{"Ended", 2U}, {"Outstanding", 0U}};
    EXPECT_EQ(run(RevokeVerb{"alice", true}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "{\"Ended\":2,\"Outstanding\":0}\n");
}

}  // namespace
}  // namespace ramctl
