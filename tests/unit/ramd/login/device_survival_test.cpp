// SPDX-License-Identifier: LGPL-2.1-or-later
// A device for verification codes survives its profile's clear, and not its account.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ramd/login/account_sweep.h"
#include "ramd/login/profile_manager.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using testing::HasSubstr;

class DeviceSurvivalTest : public testing::Test, protected LoginHouse {
protected:
    DeviceSurvivalTest() {
        accounts.add("ann", ann_uid);
        add_ann().device = device;
    }
    void clear() { ASSERT_FALSE(run(manager.remove(name("ann"), manager_request()))); }
    void make_again() {
        ProfileSettings settings;
        settings.password = secret("battery staple");
        ASSERT_FALSE(
            code_of(run(manager.create(name("ann"), std::move(settings), manager_request()))));
    }
    void sweep_once() {
        std::exception_ptr failure;
        boost::asio::co_spawn(loop, sweep.sweep(),
                              [&failure](std::exception_ptr error) { failure = error; });
        loop.restart();
        loop.run();
        if (failure) std::rethrow_exception(failure);
    }

    const TotpDevice device{.algorithm = TotpAlgorithm::sha1,
                            .seed = std::string(20, 's'),
                            .bound = now,
                            .last_step = 57'000'000,
                            .recovery_codes = {"one", "two"}};
    ProfileManager manager{services};
    AccountSweep sweep{services, 0ms};
};

TEST_F(DeviceSurvivalTest, it_is_kept_with_the_delete_and_taken_back_with_the_create) {
    clear();
    ASSERT_EQ(store.commits.size(), 1U) << "one transaction with the delete";
    EXPECT_EQ(store.kept_device(name("ann")), (KeptDevice{name("ann"), Uid{ann_uid}, device}));
    make_again();
    ASSERT_EQ(store.commits.size(), 2U) << "and one with the create";
    EXPECT_EQ(ann().device, device);
    EXPECT_TRUE(store.kept.empty());
    EXPECT_THAT(log.events.back().detail, HasSubstr("is bound"));
}

TEST_F(DeviceSurvivalTest, another_uid_of_the_same_name_does_not_get_it) {
    clear();
    accounts.add("ann", 2002);
    make_again();
    EXPECT_FALSE(ann().device);
    EXPECT_TRUE(store.kept.empty());
}

TEST_F(DeviceSurvivalTest, an_orphaned_profile_leaves_none) {
    store.profiles.at("ann").orphaned = true;
    clear();
    EXPECT_TRUE(store.kept.empty());
}

TEST_F(DeviceSurvivalTest, without_a_device_nothing_is_kept) {
    store.profiles.at("ann").device.reset();
    clear();
    EXPECT_TRUE(store.kept.empty());
    make_again();
    EXPECT_FALSE(ann().device);
}

TEST_F(DeviceSurvivalTest, S4_a_create_that_finds_no_room_leaves_it_where_it_is) {
    clear();
    store.full = true;
    ProfileSettings settings;
    settings.password = secret("battery staple");
    EXPECT_EQ(code_of(run(manager.create(name("ann"), std::move(settings), manager_request()))),
              Code::service_failure);
    EXPECT_TRUE(store.kept_device(name("ann")));
}

TEST_F(DeviceSurvivalTest, the_sweep_leaves_it_while_the_account_stands_or_nobody_knows) {
    clear();
    sweep_once();
    accounts.answers["ann"] = NssSilent{};
    sweep_once();
    EXPECT_TRUE(store.kept_device(name("ann")));
    EXPECT_EQ(store.commits.size(), 1U);
}

TEST_F(DeviceSurvivalTest, the_sweep_drops_it_where_the_account_is_gone_or_another) {
    clear();
    accounts.answers.clear();
    sweep_once();
    EXPECT_TRUE(store.kept.empty());
    add_ann().device = device;
    accounts.add("ann", ann_uid);
    clear();
    accounts.add("ann", 2002);
    sweep_once();
    EXPECT_TRUE(store.kept.empty());
    EXPECT_THAT(log.events.back().detail, HasSubstr("uid 2002"));
}

TEST_F(DeviceSurvivalTest, F4_an_account_that_is_back_at_the_second_look_was_never_gone) {
    clear();
    accounts.answers.clear();
    accounts.meanwhile = [this] { accounts.meanwhile = [this] { accounts.add("ann", ann_uid); }; };
    sweep_once();
    EXPECT_TRUE(store.kept_device(name("ann")));
}

TEST_F(DeviceSurvivalTest, one_that_was_taken_back_while_NSS_was_asked_stays) {
    clear();
    accounts.add("ann", 2002);
    accounts.meanwhile = [this] { store.kept.at("ann").uid = Uid{2002}; };
    sweep_once();
    EXPECT_TRUE(store.kept_device(name("ann")));
}

TEST_F(DeviceSurvivalTest, the_hook_of_userdel_drops_it_at_once) {
    clear();
    EXPECT_EQ(code_of(sweep.account_removed(name("ann"), now, manager_request())),
              Code::no_login_profile);
    EXPECT_TRUE(store.kept.empty());
    make_again();
    EXPECT_FALSE(ann().device);
}

}  // namespace
}  // namespace ramd::test
