// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramctl/verbs.h"
#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Code;
using testing::profile_of;
using testing::Stage;

TEST(List, the_table_is_aligned) {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    Stage stage;
    stage.client.pages.push_back(ProfilePage{{profile_of("al"), profile_of("bernadette")}, ""});
    EXPECT_EQ(run(ListVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "USER        STATUS  PASSWORD         EXPIRES  LAST LOGON  REMARKS\n"
              "al          active  set by its user  never    never\n"
              "bernadette  active  set by its user  never    never\n");
}

TEST(List, filters_go_to_ramd) {
    Stage stage;
    stage.client.pages.push_back(ProfilePage{});
    EXPECT_EQ(run(ListVerb{"Inactive", "InitialValid", {}}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.client.sent, (Fields{{"Status", std::string("Inactive")},
                                         {"PasswordStatus", std::string("InitialValid")}}));
}

Fields quiet_for(const char* user, std::chrono::microseconds session,
                 std::chrono::microseconds made) {
    const auto time = [](auto ago) {
        return ago == ago.zero() ? ramauth::never : testing::test_now - ago;
    };
    return {{"UserName", std::string(user)},
            {"LastSessionTime", time(session)},
            {"CreateDate", time(made)}};
}

TEST(List, idle_is_without_a_logon_of_any_kind_or_since_it_was_made) {
    using std::chrono::days, std::chrono::hours;
    Stage stage;
    stage.environment.json = true;
    const auto zero = std::chrono::microseconds::zero();
    const ProfilePage page{
        {quiet_for("exactly", days(30), days(400)),
         quiet_for("lately", days(30) - hours(1), days(400)), quiet_for("never", zero, days(31)),
         quiet_for("new", zero, days(29)), quiet_for("damaged", zero, zero)},
        ""};
    stage.client.pages = {page, page};
    EXPECT_EQ(run(ListVerb{{}, {}, 30U}, stage.environment), ExitStatus::ok);
    for (const char* user : {"exactly", "never"})
        EXPECT_THAT(stage.out.str(), ::testing::HasSubstr(user));
    for (const char* user : {"lately", "new", "damaged"})
        EXPECT_THAT(stage.out.str(), ::testing::Not(::testing::HasSubstr(user)));
    EXPECT_EQ(run(ListVerb{{}, {}, 0U}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.out.str(), ::testing::HasSubstr("lately"));
}

TEST(List, json_is_an_array_even_when_it_is_empty) {
    Stage stage;
    stage.environment.json = true;
    stage.client.pages.push_back(ProfilePage{});
    EXPECT_EQ(run(ListVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(), "[]\n");
}

TEST(List, pages_are_written_as_they_come) {
    Stage stage;
    stage.client.pages = {ProfilePage{{profile_of("alice")}, "alice"},
                          ProfilePage{{profile_of("bob")}, ""}};
    EXPECT_EQ(run(ListVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.out.str(), ::testing::MatchesRegex("USER[^\n]*\nalice[^\n]*\nbob[^\n]*\n"));
    EXPECT_EQ(stage.client.asked, (std::vector<std::string>{"list ", "list alice"}));
}

TEST(List, half_a_list_is_no_document) {
    Stage stage;
    stage.environment.json = true;
    stage.client.pages = {ProfilePage{{Fields{{"UserName", std::string("a")}}}, "a"},
                          NoAnswer{"gone"}};
    EXPECT_EQ(run(ListVerb{}, stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(stage.out.str(), "[{\"UserName\":\"a\"}");
}

TEST(List, a_long_one_says_how_far_it_is) {
    Stage stage;
    auto time = std::chrono::steady_clock::time_point{};
    stage.environment.progress = true;
    stage.environment.clock = [&time] { return time += std::chrono::seconds(1); };
    stage.client.pages = {ProfilePage{{profile_of("alice")}, "alice"}, ProfilePage{{}, ""}};
    EXPECT_EQ(run(ListVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.err.str(), ::testing::StartsWith("\r1 profiles, 1/s\033[K\r\033[K"));
}

TEST(List, a_refusal_leaves_standard_output_empty) {
    Stage stage;
    stage.client.pages.push_back(testing::refusal(Code::no_permission));
    EXPECT_EQ(run(ListVerb{}, stage.environment), ExitStatus::not_permitted);
    EXPECT_EQ(stage.out.str(), "");
}

}  // namespace
}  // namespace ramctl
