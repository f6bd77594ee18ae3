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
using testing::profile_of;
using testing::Stage;
using testing::test_now;
using namespace std::chrono_literals;

struct WellStage : Stage {
    WellStage() {
        accounts.write_shadow("alice:!$y$j9T$salt$hash::::::21915:\n");
        client.socket_service = Service{RAMAUTH_VERSION, {"login-profiles"}};
        client.bus_service = Service{RAMAUTH_VERSION, {"login-profiles"}};
        client.next_policy = Fields{{"MaxLoginAttempts", 5U}};
        client.next_weak_list = testing::usable_weak_list();
        client.next_revocations = std::vector<Fields>();
        client.pages.push_back(ProfilePage{{profile_of("alice"), profile_of("bob")}, ""});
    }
    void with(const char* flag) {
        client.pages.clear();
        client.pages.push_back(
            ProfilePage{{Fields{{"UserName", std::string("carol")}, {flag, true}}}, ""});
    }
};

TEST(Status, all_well_ends_with_0) {
    WellStage stage;
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "          ramd: version " RAMAUTH_VERSION
              "\n"
              "Private socket: answers\n"
              "    System bus: answers\n"
              "Login profiles: 2 active, 0 inactive\n"
              "     Passwords: 2 set by their users, 0 initial, 0 initial and expired\n"
              "     Weak list: 1,234,567 entries, of 2026-02-01\n");
}

TEST(Status, a_shadow_file_that_cannot_be_read_wants_attention) {
    WellStage stage;
    stage.accounts.write_shadow("long:" + std::string(20000, 'x') + ":::::::\n");
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), HasSubstr("cannot be read"));
}

TEST(Status, json_is_one_document) {
    WellStage stage;
    stage.environment.json = true;
    stage.client.next_weak_list = Fields{{"State", std::string("usable")}, {"Usable", true}};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_EQ(stage.out.str(),
              "{\"Version\":\"" RAMAUTH_VERSION
              "\",\"Features\":[\"login-profiles\"],\"PrivateSocket\":true,\"SystemBus\":true,"
              "\"Profiles\":{\"Total\":2,\"Active\":2,\"Inactive\":0,\"NotInitial\":2,"
              "\"InitialValid\":0,\"InitialExpired\":0},\"WeakList\":{\"State\":\"usable\","
              "\"Usable\":true},\"Revocations\":[],"
              "\"Recommended\":[],\"Attention\":[]}\n");
}

TEST(Status, a_policy_to_think_about_is_named_and_all_is_well) {
    WellStage stage;
    stage.client.next_policy = Fields{};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.out.str(), HasSubstr("Think about: MaxLoginAttempts and"));
}

TEST(Status, a_lock_without_end_wants_attention) {
    WellStage stage;
    Fields locked = profile_of("carol");
    locked.add("LockedUntil", Timestamp::max());
    stage.client.pages = {ProfilePage{{locked, profile_of("bob")}, ""}};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), HasSubstr("until ramctl unlock: carol\n"));
}

TEST(Status, what_wants_attention_ends_with_1_and_is_named) {
    for (const char* flag : {"Orphaned", "ShadowKept", "Damaged"}) {
        WellStage stage;
        stage.with(flag);
        EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention) << flag;
        EXPECT_THAT(stage.out.str(), HasSubstr("carol"));
    }
}

TEST(Status, a_shadow_password_that_somebody_unlocked_wants_attention) {
    for (const char* hash : {"$y$j9T$salt$hash", ""}) {
        WellStage stage;
        stage.accounts.write_shadow(std::string("alice:") + hash + ":19700::::::\n");
        EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
        EXPECT_THAT(stage.out.str(), HasSubstr("the password of alice in /etc/shadow is valid"));
        EXPECT_THAT(stage.out.str(), HasSubstr("usermod --lock alice"));
    }
}

// Whoever locked the entry of uid 0 would not get in any more.
TEST(Status, nobody_is_told_to_lock_the_entry_of_uid_0_or_of_another_account) {
    WellStage root;
    root.accounts.write_passwd("alice:x:0:0::/root:/bin/sh\n");
    root.accounts.write_shadow(Stage::shadow_line);
    EXPECT_EQ(run(StatusVerb{}, root.environment), ExitStatus::ok);
    WellStage remote;
    remote.accounts.write_passwd("zoe:x:1001:1001::/:/bin/sh\n");
    remote.accounts.write_shadow(Stage::shadow_line);
    EXPECT_EQ(run(StatusVerb{}, remote.environment), ExitStatus::ok);
    WellStage kept;
    kept.accounts.write_shadow(Stage::shadow_line);
    kept.client.pages = {
        ProfilePage{{Fields{{"UserName", std::string("alice")}, {"ShadowKept", true}}}, ""}};
    EXPECT_EQ(run(StatusVerb{}, kept.environment), ExitStatus::attention);
    EXPECT_THAT(kept.out.str(), Not(HasSubstr("usermod")));
}

TEST(Status, root_is_told_of_a_dead_bus_and_served_all_the_same) {
    WellStage stage;
    stage.client.bus_service = NoAnswer{"connection refused"};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), HasSubstr("System bus: does not answer"));
    EXPECT_THAT(stage.out.str(), HasSubstr("2 active"));
}

TEST(Status, another_version_wants_attention) {
    WellStage stage;
    stage.client.socket_service = Service{"99.0", {}};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), HasSubstr("restart ramd"));
}

TEST(Status, no_answer_at_all_ends_with_8) {
    Stage stage;
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::unavailable);
    EXPECT_EQ(stage.out.str(), "");
    EXPECT_THAT(stage.err.str(), HasSubstr("ramctl: ServiceFailure: ramd does not answer"));
}

// Counting takes a permission; a look at the status asks nobody for a password.
TEST(Status, others_than_root_see_that_it_answers) {
    WellStage stage;
    stage.environment.caller = {1001, "bob"};
    stage.client.socket_service = NoAnswer{"permission denied"};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.client.asked, ::testing::ElementsAre("policy", "weak-list"));
}

TEST(Status, no_weak_list_is_said_loudly) {
    WellStage stage;
    stage.client.next_weak_list = testing::no_weak_list();
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), HasSubstr("Weak list: none\n"));
    EXPECT_THAT(stage.out.str(), HasSubstr("Attention: there is no weak list, no password is"));
}

TEST(Status, a_damaged_weak_list_wants_attention_also_where_the_one_before_is_in_use) {
    for (const bool usable : {true, false}) {
        WellStage stage;
        stage.client.next_weak_list = Fields{{"State", std::string("damaged")},
                                             {"Usable", usable},
                                             {"Problem", std::string("the digest is another")}};
        EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
        EXPECT_THAT(stage.out.str(), HasSubstr("Attention: the weak list is refused"));
        EXPECT_THAT(stage.out.str(), HasSubstr("the digest is another"));
    }
}

TEST(Status, a_ramd_that_knows_of_no_weak_list_is_told) {
    WellStage stage;
    stage.client.next_weak_list = NoAnswer{"unknown method"};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), HasSubstr("does not say how the weak list is"));
}

TEST(Status, sessions_that_are_just_being_ended_are_shown_and_all_is_well) {
    WellStage stage;
    stage.client.next_revocations =
        std::vector{testing::outstanding_of("alice", 2, test_now - 3s, "")};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.out.str(), HasSubstr("Ending sessions: alice: 2 left, since 2026-03-01 "));
    EXPECT_THAT(stage.out.str(), Not(HasSubstr("Attention")));
}

TEST(Status, R6_sessions_that_do_not_end_want_attention) {
    WellStage stage;
    stage.client.next_revocations = std::vector{
        testing::outstanding_of("alice", 1, test_now - 60s, "Error.AccessDenied: polkit says no"),
        testing::outstanding_of("bob", 2, test_now - 3s, "")};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), HasSubstr("ago): Error.AccessDenied: polkit says no\n"));
    EXPECT_THAT(stage.out.str(), HasSubstr("Attention: sessions of alice that were to end still "));
    EXPECT_THAT(stage.out.str(), Not(HasSubstr("sessions of bob")));
}

TEST(Status, json_lists_what_is_outstanding) {
    WellStage stage;
    stage.environment.json = true;
    stage.client.next_revocations = std::vector{testing::outstanding_of("alice", 2, test_now, "")};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::ok);
    EXPECT_THAT(stage.out.str(),
                HasSubstr("\"Revocations\":[{\"UserName\":\"alice\",\"Uid\":1000,\"Reason\":"
                          "\"password-changed\",\"Committed\":\"2026-03-01T12:00:00Z\","
                          "\"Scope\":\"sessions\",\"Outstanding\":2,\"Why\":\"\"}],"));
}

TEST(Status, goes_on_without_the_revocations_of_a_ramd_that_is_older) {
    WellStage stage;
    stage.environment.json = true;
    stage.client.socket_service = Service{"0.0", {}};
    stage.client.next_revocations =
        NoAnswer{"the reply was org.freedesktop.DBus.Error.UnknownMethod", true};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), HasSubstr("\"Profiles\":{\"Total\":2"));
    EXPECT_THAT(stage.out.str(), Not(HasSubstr("Revocations")));
    EXPECT_THAT(stage.out.str(), Not(HasSubstr("still to end")));
}

TEST(Status, a_ramd_that_does_not_say_what_is_outstanding_wants_attention) {
    WellStage stage;
    stage.client.next_revocations = NoAnswer{"no answer in time", true};
    EXPECT_EQ(run(StatusVerb{}, stage.environment), ExitStatus::attention);
    EXPECT_THAT(stage.out.str(), HasSubstr("which sessions are still to end"));
}

}  // namespace
}  // namespace ramctl
