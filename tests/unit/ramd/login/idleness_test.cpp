// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/idleness.h"

#include <gtest/gtest.h>

#include "ramd/login/account_checker.h"
#include "ramd/login/profile_manager.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using std::chrono::days;

class IdlenessTest : public testing::Test, protected LoginHouse {
protected:
    IdlenessTest() { store.preference_in_force.max_idle_days_for_users = 90; }
    void sweep_once() {
        boost::asio::co_spawn(loop, sweep.sweep(), [](const std::exception_ptr& failure) {
            if (failure) std::rethrow_exception(failure);
        });
        loop.restart();
        loop.run();
    }

    IdleSweep sweep{services};
    AccountChecker checker{services};
    ProfileManager manager{services};
};

TEST_F(IdlenessTest, counts_from_the_last_logon_of_any_kind_or_from_the_creation) {
    auto& profile = add_ann();
    pass(days(90));
    EXPECT_FALSE(is_idle(services, profile));
    pass(1s);
    EXPECT_TRUE(is_idle(services, profile));
    profile.last_session = now - days(90);
    EXPECT_FALSE(is_idle(services, profile));
    pass(1s);
    EXPECT_TRUE(is_idle(services, profile));
}

TEST_F(IdlenessTest, is_off_with_0_and_never_meant_root_the_inactive_or_the_orphaned) {
    auto& profile = add_ann();
    pass(days(1000));
    store.preference_in_force.max_idle_days_for_users = 0;
    EXPECT_FALSE(is_idle(services, profile));
    store.preference_in_force.max_idle_days_for_users = 1;
    profile.uid = Uid{0};
    EXPECT_FALSE(is_idle(services, profile));
    profile.uid = Uid{ann_uid};
    profile.orphaned = true;
    EXPECT_FALSE(is_idle(services, profile));
    profile.orphaned = false;
    profile.status = Status::inactive;
    EXPECT_FALSE(is_idle(services, profile));
}

TEST_F(IdlenessTest, a_clock_that_was_set_forward_makes_nobody_idle) {
    auto& profile = add_ann();
    now += days(3650);
    EXPECT_FALSE(is_idle(services, profile));
    pass(days(91));
    EXPECT_TRUE(is_idle(services, profile));
}

TEST_F(IdlenessTest, a_clock_that_is_wrong_at_the_start_makes_nobody_idle) {
    const auto& profile = add_ann();
    now += days(3650);
    services.started = present();
    EXPECT_FALSE(is_idle(services, profile));
    sweep_once();
    EXPECT_EQ(ann().status, Status::active);
    pass(days(91));
    EXPECT_TRUE(is_idle(services, profile));
}

TEST_F(IdlenessTest, before_the_first_look_at_all_profiles_nobody_is_idle) {
    const auto& profile = add_ann();
    pass(days(400));
    services.latest_use.reset();
    EXPECT_FALSE(is_idle(services, profile));
}

TEST_F(IdlenessTest, a_clock_that_is_behind_does_not_set_the_last_logon_back) {
    add_ann().last_session = now;
    const auto before = now;
    now -= days(3650);
    (void)checker.check(name("ann"), module_request());
    EXPECT_EQ(ann().last_session, before);
}

TEST_F(IdlenessTest, a_look_that_breaks_off_is_logged_and_comes_again) {
    add_ann();
    store.broken_list = true;
    boost::asio::co_spawn(loop, sweep.keep_sweeping(), [](const std::exception_ptr&) {});
    loop.restart();
    loop.poll();
    EXPECT_EQ(log.count(EventKind::service_fault), 1U);
}

TEST_F(IdlenessTest, a_logon_that_comes_too_late_turns_the_profile_inactive) {
    add_ann();
    pass(days(91));
    const auto answer = checker.check(name("ann"), module_request());
    EXPECT_EQ(std::get<CheckedAccount>(answer).reason, Code::login_disabled);
    EXPECT_EQ(ann().status, Status::inactive);
    ASSERT_EQ(sessions.begun.size(), 1U);
    EXPECT_EQ(sessions.begun.at(0).reason, "idle");
    EXPECT_EQ(log.count(EventKind::profile_idle), 1U);
}

TEST_F(IdlenessTest, who_is_made_active_again_may_log_on) {
    add_ann();
    pass(days(91));
    (void)checker.check(name("ann"), module_request());
    ProfileSettings settings;
    settings.status = Status::active;
    (void)run(manager.update(name("ann"), std::move(settings), manager_request()));
    const auto answer = checker.check(name("ann"), module_request());
    EXPECT_EQ(std::get<CheckedAccount>(answer).verdict, Verdict::ok);
}

TEST_F(IdlenessTest, the_daily_look_finds_all_that_are_idle_and_no_others) {
    for (int i = 0; i < 250; ++i) {
        auto profile = add_ann();
        profile.user = name("user" + std::to_string(i));
        profile.last_session = i % 2 == 0 ? now : now + days(91);
        store.profiles.insert_or_assign(profile.user.str(), profile);
    }
    store.profiles.erase("ann");
    pass(days(91));
    sweep_once();
    EXPECT_EQ(log.count(EventKind::profile_idle), 125U);
    EXPECT_EQ(store.at("user0").status, Status::inactive);
    EXPECT_EQ(store.at("user1").status, Status::active);
    EXPECT_EQ(sessions.begun.size(), 125U);
}

TEST_F(IdlenessTest, what_cannot_be_written_refuses_all_the_same) {
    add_ann();
    pass(days(91));
    store.full = true;
    const auto answer = checker.check(name("ann"), module_request());
    EXPECT_EQ(std::get<CheckedAccount>(answer).reason, Code::login_disabled);
    EXPECT_EQ(log.count(EventKind::service_fault), 1U);
}

TEST_F(IdlenessTest, programmatic_access_goes_on) {
    add_ann();
    pass(days(91));
    auto cron = module_request();
    cron.context.service = "cron";
    const auto answer = checker.check(name("ann"), cron);
    EXPECT_EQ(std::get<CheckedAccount>(answer).verdict, Verdict::ok);
    EXPECT_EQ(ann().status, Status::active);
}

}  // namespace
}  // namespace ramd::test
