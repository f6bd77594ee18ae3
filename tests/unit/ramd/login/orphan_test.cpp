// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/orphan.h"

#include <gtest/gtest.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

class OrphanTest : public testing::Test, protected LoginHouse {};

TEST_F(OrphanTest, only_a_believed_caller_says_whose_account_it_is) {
    add_ann();
    EXPECT_FALSE(is_orphaned(ann(), module_request().context));
    EXPECT_TRUE(is_orphaned(ann(), module_request(2002).context));
    auto silent = module_request();
    silent.context.uid.reset();
    EXPECT_FALSE(is_orphaned(ann(), silent.context));
    auto claimed = own_request();
    claimed.context.uid = Uid{2002};
    EXPECT_FALSE(is_orphaned(ann(), claimed.context));
}

TEST_F(OrphanTest, marking_raises_the_epoch_and_ends_the_sessions_once) {
    add_ann();
    mark_orphaned(services, name("ann"), "the account is gone", nullptr, now);
    mark_orphaned(services, name("ann"), "the account is gone", nullptr, now);
    EXPECT_TRUE(ann().orphaned);
    EXPECT_GT(ann().epoch, 7U);
    ASSERT_EQ(store.pending.size(), 1U);
    EXPECT_EQ(store.pending[0].reason, "orphaned");
    EXPECT_EQ(sessions.askers, (std::vector<pid_t>{0}));
    EXPECT_EQ(log.count(EventKind::profile_orphaned), 1U);
}

TEST_F(OrphanTest, a_store_that_fails_is_logged_and_nothing_more) {
    add_ann();
    store.full = true;
    mark_orphaned(services, name("ann"), "gone", nullptr);
    store.broken = true;
    store.full = false;
    mark_orphaned(services, name("ann"), "gone", nullptr);
    EXPECT_FALSE(ann().orphaned);
    EXPECT_EQ(log.count(EventKind::service_fault), 2U);
    EXPECT_TRUE(sessions.begun.empty());
}

TEST_F(OrphanTest, a_profile_made_meanwhile_is_not_orphaned_for_its_predecessor) {
    const Profile before = add_ann();
    store.profiles.at("ann").uid = Uid{2002};
    mark_if_uid_differs(services, before, module_request(2002));
    EXPECT_FALSE(ann().orphaned);
    EXPECT_TRUE(store.commits.empty());
    mark_if_uid_differs(services, before, module_request(2003));
    EXPECT_TRUE(ann().orphaned);
}

TEST_F(OrphanTest, where_there_is_no_profile_nothing_happens) {
    mark_orphaned(services, name("ann"), "gone", nullptr);
    EXPECT_TRUE(store.commits.empty());
    EXPECT_TRUE(log.events.empty());
}

}  // namespace
}  // namespace ramd::test
