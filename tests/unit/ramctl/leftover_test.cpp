// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Stage;
using ::testing::StartsWith;
using testing::Uid;

constexpr const char* alices_session = "/user.slice/user-1000.slice/session-3.scope";
constexpr const char* bobs_session = "/user.slice/user-1001.slice/session-5.scope";
constexpr const char* alices_manager = "/user.slice/user-1000.slice/user@1000.service/a.service";
constexpr const char* cron = "/system.slice/cron.service";

const LeftoverVerb of_alice{"alice"};
const LeftoverVerb of_all{};

// alice and bob are logged on; both are managed.
struct Host : Stage {
    Host() {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
        host.sessions = {{"3", {1000}}, {"5", {1001}}};
        host.managed = {"alice", "bob"};
    }
    // The pids listed, in order, and the exit status.
    std::string listed(const LeftoverVerb& verb) {
        out.str("");
        const auto status = run(verb, environment);
        std::istringstream lines(out.str());
        std::string text, line;
        std::getline(lines, line);
        while (std::getline(lines, line)) text += line.substr(0, line.find(' ')) + " ";
        return text + "-> " + std::to_string(static_cast<int>(status));
    }
};

TEST(Leftover, nothing_is_left_where_all_is_in_sessions_of_the_account) {
    Host host;
    host.processes.add(10, 1000, 1000, alices_session);
    host.processes.add(11, 0, 1000, alices_session);  // sudo
    host.processes.add(12, 1001, 1001, bobs_session);
    host.processes.add(13, 0, std::nullopt, cron);
    EXPECT_EQ(run(of_alice, host.environment), ExitStatus::ok);
    EXPECT_EQ(host.out.str(), "PID  USER  LOGIN USER  UNIT  SINCE  COMMAND\n");
    EXPECT_EQ(host.err.str(), "");
}

TEST(Leftover, each_process_is_a_line) {
    Host host;
    host.processes.add(700, 1000, std::nullopt, "/system.slice/ssh.service");
    host.processes.add(30, 1000, 1001, bobs_session);
    EXPECT_EQ(run(of_alice, host.environment), ExitStatus::attention);
    EXPECT_EQ(host.out.str(),
              "PID  USER   LOGIN USER  UNIT                    SINCE                             "
              "COMMAND\n"
              "30   alice  bob         session-5.scope of bob  2026-03-01 12:00 (0 seconds ago)  "
              "sleep\n"
              "700  alice  -           ssh.service             2026-03-01 12:00 (0 seconds ago)  "
              "sleep\n");
}

TEST(Leftover, json_has_what_the_table_has) {
    Host host;
    host.environment.json = true;
    host.processes.add(30, 1000, 1001, bobs_session);
    host.processes.add(31, 0, 1000, cron).command = "x\"y";
    EXPECT_EQ(run(of_alice, host.environment), ExitStatus::attention);
    EXPECT_EQ(host.out.str(),
              R"([{"Process":30,"User":"alice","LoginUser":"bob","Unit":"session-5.scope",)"
              R"("SessionUser":"bob","UserManager":false,"Started":"2026-03-01T12:00:00Z",)"
              R"("Command":"sleep"},)"
              R"({"Process":31,"User":"root","LoginUser":"alice","Unit":"cron.service",)"
              R"("SessionUser":null,"UserManager":false,"Started":"2026-03-01T12:00:00Z",)"
              R"("Command":"x\"y"}])"
              "\n");
    Host empty;
    empty.environment.json = true;
    EXPECT_EQ(run(of_alice, empty.environment), ExitStatus::ok);
    EXPECT_EQ(empty.out.str(), "[]\n");
}

TEST(Leftover, it_is_found_by_each_uid_and_by_the_login_uid) {
    Host host;
    host.processes.add(1, 1001, 1001, cron).uids.real = Uid{1000};
    host.processes.add(2, 1001, 1001, cron).uids.effective = Uid{1000};
    host.processes.add(3, 1001, 1001, cron).uids.saved = Uid{1000};
    host.processes.add(4, 1001, 1000, cron);
    host.processes.add(5, 1001, 1001, cron);
    EXPECT_EQ(host.listed(of_alice), "1 2 3 4 -> 1");
}

TEST(Leftover, a_scope_that_logind_does_not_know_is_no_session) {
    Host host;
    host.processes.add(1, 1000, 1000, "/user.slice/user-1000.slice/session-99.scope");
    host.processes.add(2, 1000, 1000, "/user.slice/user-1000.slice/session-5.scope");
    EXPECT_EQ(host.listed(of_alice), "1 2 -> 1");
}

TEST(Leftover, the_own_user_manager_is_shown_last_and_not_counted) {
    Host host;
    host.processes.add(7, 1000, 1000, alices_manager);
    EXPECT_EQ(host.listed(of_alice), "7 -> 0");
    EXPECT_THAT(host.err.str(), StartsWith("1 under user managers"));
    host.processes.add(9, 1000, 1000, cron);
    EXPECT_EQ(host.listed(of_alice), "9 7 -> 1");
    host.processes.all.erase(host.processes.all.begin() + 1);
    host.processes.add(8, 1000, 1000, "/user.slice/user-1001.slice/user@1001.service/a.service");
    EXPECT_EQ(host.listed(of_alice), "8 7 -> 1");
}

TEST(Leftover, json_tells_the_user_manager_by_a_field) {
    Host host;
    host.environment.json = true;
    host.processes.add(7, 1000, 1000, alices_manager);
    EXPECT_EQ(run(of_alice, host.environment), ExitStatus::ok);
    EXPECT_THAT(host.out.str(), HasSubstr(R"("UserManager":true)"));
    EXPECT_THAT(host.err.str(), IsEmpty());
}

TEST(Leftover, without_a_user_all_managed_accounts_are_looked_at) {
    Host host;
    host.host.uids["carol"] = Uid{1002};
    host.processes.add(1, 1000, std::nullopt, cron);
    host.processes.add(2, 1001, 1000, alices_session);  // su: bob's in a session of alice
    host.processes.add(3, 1002, 1002, cron);            // not managed
    host.processes.add(4, 0, 0, cron);
    host.processes.add(5, 1002, 1001, cron);
    host.processes.add(6, 4000, 4000, cron);  // no account
    host.processes.add(7, 1000, 1000, alices_manager);
    EXPECT_EQ(host.listed(of_all), "1 2 5 7 -> 1");
    host.host.managed = {"alice", "root"};
    EXPECT_EQ(host.listed(of_all), "1 7 -> 1");
    host.host.managed = {};
    EXPECT_EQ(host.listed(of_all), "-> 0");
}

TEST(Leftover, services_of_the_host_are_not_those_of_root) {
    Host host;
    host.processes.add(1, 0, std::nullopt, cron);
    host.processes.add(2, 0, 1000, alices_session);
    host.processes.add(3, 1000, 0, cron);
    EXPECT_EQ(host.listed(LeftoverVerb{"root"}), "2 3 -> 1");
}

TEST(Leftover, what_others_chose_to_be_called_does_not_reach_the_terminal) {
    for (const bool json : {false, true}) {
        Host host;
        host.environment.json = json;
        host.processes.add(1, 1000, 1000, "/x/\x1b[2J\xe2\x80\xae\n").command =
            "\x1b]0;x\x07\n\xff\xe2\x80\xae";
        (void)run(of_alice, host.environment);
        const std::string shown = host.out.str();
        EXPECT_THAT(shown, HasSubstr("?]0;x???"));
        EXPECT_THAT(shown, HasSubstr("/x/?[2J????"));
        for (const char c : shown) EXPECT_TRUE(c == '\n' || (c >= ' ' && c <= '~'));
    }
}

TEST(Leftover, an_account_that_is_gone_is_shown_by_its_number) {
    Host host;
    host.processes.add(1, 1000, 4000, "/user.slice/user-4000.slice/session-8.scope");
    EXPECT_EQ(run(of_alice, host.environment), ExitStatus::attention);
    EXPECT_THAT(host.out.str(), HasSubstr("alice  4000        session-8.scope of 4000"));
}

TEST(Leftover, it_is_said_where_login_uids_are_not_kept) {
    Host host;
    EXPECT_EQ(host.listed(of_alice), "-> 0");
    EXPECT_THAT(host.err.str(), Not(HasSubstr("login uid")));
    host.processes.login_uids = false;
    EXPECT_EQ(host.listed(of_alice), "-> 0");
    EXPECT_THAT(host.err.str(), HasSubstr("keeps no login uids"));
}

TEST(Leftover, it_is_for_root) {
    Host host;
    host.environment.caller = {1000, "alice"};
    host.processes.add(1, 1000, 1000, cron);
    EXPECT_EQ(run(of_alice, host.environment), ExitStatus::not_permitted);
    EXPECT_THAT(host.err.str(), StartsWith("ramctl: NoPermission: only root"));
    EXPECT_EQ(host.out.str(), "");
}

TEST(Leftover, a_user_that_is_no_account_is_refused_as_for_sessions) {
    for (const char* name : {"carol", "", "1000", "../alice"}) {
        Host host;
        EXPECT_EQ(run(LeftoverVerb{name}, host.environment), ExitStatus::not_found) << name;
        EXPECT_THAT(host.err.str(), StartsWith("ramctl: EntityNotExist.User: ")) << name;
    }
}

TEST(Leftover, ramd_is_not_asked) {
    Host host;
    (void)run(of_alice, host.environment);
    (void)run(of_all, host.environment);
    EXPECT_THAT(host.client.asked, IsEmpty());
}

}  // namespace
}  // namespace ramctl
