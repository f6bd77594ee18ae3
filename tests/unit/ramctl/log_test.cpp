// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Stage;
using testing::test_now;

struct LogStage : Stage {
    LogStage() {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
        events.entries = {
            {test_now, "logon-refused", "alice", "192.0.2.7", "sshd", "AuthenticationFailed",
             "A logon was refused", "0a1b"},
            {test_now + std::chrono::seconds(5), "started", "", "", "", "", "ramd is there", ""}};
    }
};

TEST(Log, entries_are_rows_of_a_table) {
    LogStage stage;
    EXPECT_EQ(run(LogVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(
        stage.out.str(),
        "TIME                 EVENT          USER   SOURCE     SERVICE  CODE                  "
        "MESSAGE\n"
        "2026-03-01 12:00:00  logon-refused  alice  192.0.2.7  sshd     AuthenticationFailed  "
        "A logon was refused\n"
        "2026-03-01 12:00:05  started                                                         "
        "ramd is there\n");
}

TEST(Log, json_names_only_what_there_is) {
    LogStage stage;
    stage.environment.json = true;
    EXPECT_EQ(run(LogVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(
        stage.out.str(),
        "[{\"Time\":\"2026-03-01T12:00:00Z\",\"Event\":\"logon-refused\",\"UserName\":"
        "\"alice\",\"Source\":\"192.0.2.7\",\"Service\":\"sshd\",\"Code\":"
        "\"AuthenticationFailed\",\"Message\":\"A logon was refused\",\"RequestID\":\"0a1b\"},"
        "{\"Time\":\"2026-03-01T12:00:05Z\",\"Event\":\"started\",\"Message\":\"ramd is "
        "there\"}]\n");
}

TEST(Log, control_characters_never_reach_the_terminal) {
    LogStage stage;
    stage.events.entries[0].message = "a\033[2J\nb\xC2\x9B";
    stage.events.entries[0].source = "evil\rname";
    EXPECT_EQ(run(LogVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.out.str(), HasSubstr("a?[2J?b?\n"));
    EXPECT_THAT(stage.out.str(), Not(HasSubstr("\r")));
}

TEST(Log, user_and_time_go_to_the_journal) {
    LogStage stage;
    EXPECT_EQ(run(LogVerb{"alice", "-1h"}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.events.filter.user->str(), "alice");
    EXPECT_EQ(stage.events.filter.since, test_now - std::chrono::hours(1));
    EXPECT_EQ(run(LogVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_FALSE(stage.events.filter.user || stage.events.filter.since);
}

TEST(Log, what_is_no_account_or_no_time_is_refused) {
    LogStage stage;
    EXPECT_EQ(run(LogVerb{"a b", {}}, stage.environment), ExitStatus::not_found);
    EXPECT_EQ(run(LogVerb{{}, "some day"}, stage.environment), ExitStatus::usage);
    EXPECT_THAT(stage.err.str(), HasSubstr("InvalidParameter.Since.Format: 'some day' is no time"));
    EXPECT_EQ(stage.out.str(), "");
}

TEST(Log, others_than_root_are_told_why_they_see_nothing) {
    LogStage stage;
    stage.events.entries.clear();
    EXPECT_EQ(run(LogVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.err.str(), "");
    stage.environment.caller = {1000, "alice"};
    EXPECT_EQ(run(LogVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.err.str(), HasSubstr("systemd-journal"));
}

TEST(Log, a_journal_that_cannot_be_read_is_told) {
    LogStage stage;
    stage.events.refusal = testing::refusal(Code::service_failure);
    EXPECT_EQ(run(LogVerb{}, stage.environment), ExitStatus::unavailable);
}

}  // namespace
}  // namespace ramctl
