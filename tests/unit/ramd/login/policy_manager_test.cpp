// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/policy_manager.h"

#include <gtest/gtest.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;

class PolicyManagerTest : public testing::Test, protected LoginHouse {
protected:
    PolicyManager manager{services};
};

TEST_F(PolicyManagerTest, all_changes_are_one_transaction) {
    EXPECT_FALSE(
        manager.set({{"MinimumPasswordLength", 14U}, {"HardExpire", true}}, manager_request()));
    EXPECT_EQ(manager.get().minimum_password_length, 14U);
    EXPECT_TRUE(manager.get().hard_expire);
    EXPECT_EQ(store.commits.size(), 1U);
    EXPECT_EQ(changes.policies, (std::vector<std::string>{"MinimumPasswordLength", "HardExpire"}));
    EXPECT_EQ(log.count(EventKind::policy_changed), 1U);
}

TEST_F(PolicyManagerTest, a_refused_change_changes_nothing) {
    const auto before = manager.get();
    EXPECT_EQ(code_of(manager.set({{"MinimumPasswordLength", 14U}, {"MaxPasswordAge", 1096U}},
                                  manager_request())),
              Code::parameter_range);
    EXPECT_EQ(code_of(manager.set({{"NoSuchField", 14U}}, manager_request())),
              Code::parameter_format);
    EXPECT_EQ(code_of(manager.set({}, manager_request())), Code::parameter_format);
    EXPECT_EQ(manager.get(), before);
    EXPECT_TRUE(store.commits.empty());
    EXPECT_TRUE(changes.policies.empty());
    EXPECT_EQ(log.count(EventKind::manager_refused), 3U);
}

TEST_F(PolicyManagerTest, S4_a_full_store_is_a_refusal) {
    store.full = true;
    EXPECT_EQ(code_of(manager.set({{"MaxPasswordAge", 90U}}, manager_request())),
              Code::service_failure);
    EXPECT_EQ(manager.get().max_password_age, 0U);
}

}  // namespace
}  // namespace ramd::test
