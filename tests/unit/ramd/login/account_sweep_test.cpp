// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/account_sweep.h"

#include <gtest/gtest.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;

class AccountSweepTest : public testing::Test, protected LoginHouse {
protected:
    void add(const std::string& user, unsigned uid) {
        auto profile = add_ann();
        profile.user = name(user);
        profile.uid = Uid{uid};
        store.profiles.insert_or_assign(user, profile);
    }
    void sweep_once() {
        std::exception_ptr failure;
        boost::asio::co_spawn(loop, sweep.sweep(),
                              [&failure](std::exception_ptr error) { failure = error; });
        loop.restart();
        loop.run();
        if (failure) std::rethrow_exception(failure);
    }

    AccountSweep sweep{services, 0ms};
};

TEST_F(AccountSweepTest, what_is_as_it_was_stays_as_it_is) {
    add_ann();
    accounts.add("ann", ann_uid);
    sweep_once();
    EXPECT_TRUE(store.commits.empty());
}

TEST_F(AccountSweepTest, an_account_that_is_gone_or_another_orphans_its_profile) {
    add("bob", 1002);
    add("carol", 1003);
    add_ann();
    accounts.add("ann", ann_uid);
    accounts.add("bob", 2002);
    sweep_once();
    EXPECT_FALSE(ann().orphaned);
    EXPECT_TRUE(store.at("bob").orphaned);
    EXPECT_TRUE(store.at("carol").orphaned);
    EXPECT_EQ(log.count(EventKind::profile_orphaned), 2U);
    EXPECT_EQ(store.pending.size(), 2U) << "expected: nobody has their uids, so sessions end";
    sweep_once();
    EXPECT_EQ(store.pending.size(), 2U);
}

TEST_F(AccountSweepTest, F4_silence_of_nss_changes_nothing) {
    add_ann();
    accounts.answers["ann"] = NssSilent{};
    sweep_once();
    EXPECT_TRUE(store.commits.empty());
}

TEST_F(AccountSweepTest, F4_an_account_that_is_back_at_the_second_look_was_never_gone) {
    add_ann();
    accounts.meanwhile = [this] { accounts.meanwhile = [this] { accounts.add("ann", ann_uid); }; };
    sweep_once();
    EXPECT_FALSE(ann().orphaned);
    EXPECT_TRUE(store.commits.empty());
}

TEST_F(AccountSweepTest, goes_past_more_profiles_than_a_page_holds) {
    for (int i = 0; i < 250; ++i) add("user" + std::to_string(i), 3000);
    sweep_once();
    EXPECT_EQ(log.count(EventKind::profile_orphaned), 251U);
}

TEST_F(AccountSweepTest, a_damaged_record_does_not_stop_it) {
    add("bob", 1002);
    add_ann();
    store.damaged.insert("ann");
    sweep_once();
    EXPECT_TRUE(store.at("bob").orphaned);
}

TEST_F(AccountSweepTest, an_answer_about_an_earlier_profile_does_not_count_for_a_later_one) {
    add_ann();
    accounts.meanwhile = [this] { store.profiles.at("ann").created = now + 1s; };
    sweep_once();
    EXPECT_FALSE(ann().orphaned);
}

TEST_F(AccountSweepTest, the_hook_of_userdel_orphans_at_once_and_for_the_same_uid_too) {
    add_ann();
    EXPECT_FALSE(sweep.account_removed(name("ann"), now, manager_request()));
    EXPECT_TRUE(ann().orphaned);
    ASSERT_EQ(sessions.begun.size(), 1U);
    EXPECT_EQ(sessions.begun[0].reason, "orphaned");
    accounts.add("ann", ann_uid);
    sweep_once();
    EXPECT_TRUE(ann().orphaned);
    EXPECT_EQ(code_of(sweep.account_removed(name("bob"), now, manager_request())),
              Code::no_login_profile);
}

TEST_F(AccountSweepTest, R5_a_removal_that_is_learnt_of_late_ends_only_what_began_before_it) {
    add_ann().created = now - 1h;
    EXPECT_FALSE(sweep.account_removed(name("ann"), now - 2s, manager_request()));
    ASSERT_EQ(sessions.begun.size(), 1U);
    EXPECT_EQ(sessions.begun[0].committed_monotonic_us, services.monotonic_us() - 2'000'000);
}

TEST_F(AccountSweepTest, a_removal_that_is_learnt_of_late_does_not_touch_what_was_made_since) {
    add_ann();
    EXPECT_EQ(code_of(sweep.account_removed(name("ann"), now - 2s, manager_request())),
              Code::no_login_profile);
    EXPECT_FALSE(ann().orphaned);
    store.profiles.at("ann").created = now + 1h;
    EXPECT_FALSE(sweep.account_removed(name("ann"), now - 2s, manager_request()))
        << "made when the clock was ahead: nobody knows whether before";
    EXPECT_TRUE(ann().orphaned);
}

TEST_F(AccountSweepTest, R5_of_a_removal_before_this_boot_no_session_is_left) {
    add_ann().created = now - 200'000h;
    EXPECT_FALSE(sweep.account_removed(name("ann"), now - 100'000h, manager_request()));
    ASSERT_EQ(sessions.begun.size(), 1U);
    EXPECT_EQ(sessions.begun[0].committed_monotonic_us, 0U);
}

TEST_F(AccountSweepTest, F4_silence_about_the_uid_changes_nothing_either) {
    add_ann();
    accounts.add("ann", 2002);
    accounts.silent_about_uids = true;
    sweep_once();
    EXPECT_TRUE(store.commits.empty());
    accounts.silent_about_uids = false;
    sweep_once();
    EXPECT_TRUE(ann().orphaned);
    EXPECT_EQ(sessions.begun.size(), 1U);
}

TEST_F(AccountSweepTest, P2_a_removal_that_could_not_be_written_is_told) {
    add_ann();
    store.full = true;
    EXPECT_TRUE(sweep.account_removed(name("ann"), now, manager_request()));
    EXPECT_FALSE(ann().orphaned);
}

TEST_F(AccountSweepTest, R5_where_somebody_else_has_the_uid_by_now_nothing_ends) {
    add_ann();
    accounts.add("zoe", ann_uid);
    sweep_once();
    EXPECT_TRUE(ann().orphaned);
    EXPECT_TRUE(sessions.begun.empty());
}

}  // namespace
}  // namespace ramd::test
