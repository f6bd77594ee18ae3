// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/preference_manager.h"

#include <gtest/gtest.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using ramauth::policy::PreferenceChange;
using ramauth::policy::Texts;

class PreferenceManagerTest : public testing::Test, protected LoginHouse {
protected:
    std::optional<Code> set(const std::vector<PreferenceChange>& wanted) {
        return code_of(manager.set(wanted, manager_request()));
    }

    PreferenceManager manager{services};
};

TEST_F(PreferenceManagerTest, what_is_named_changes_in_one_transaction_and_is_told) {
    EXPECT_EQ(set({{"MaxIdleDaysForUsers", 45U}, {"LoginNetworkMasks", Texts{"192.0.2.0/24"}}}),
              std::nullopt);
    EXPECT_EQ(store.commits.size(), 1U);
    EXPECT_EQ(manager.get().max_idle_days_for_users, 45U);
    EXPECT_EQ(manager.get().login_network_masks, Texts{"192.0.2.0/24"});
    EXPECT_TRUE(manager.get().allow_user_to_change_password);
    EXPECT_EQ(changes.policies,
              (std::vector<std::string>{"MaxIdleDaysForUsers", "LoginNetworkMasks"}));
    EXPECT_EQ(log.count(EventKind::preference_changed), 1U);
}

TEST_F(PreferenceManagerTest, what_is_refused_changes_nothing) {
    EXPECT_EQ(set({}), Code::parameter_format);
    EXPECT_EQ(set({{"KeepChangingSession", true}, {"MaxIdleDaysForUsers", 1096U}}),
              Code::parameter_range);
    EXPECT_EQ(set({{"KeepChangingSession", true}, {"LoginNetworkMasks", Texts{"192.0.2.1/24"}}}),
              Code::parameter_format);
    EXPECT_EQ(set({{"LoginNetworkMasks", Texts(41, "192.0.2.0/24")}}), Code::parameter_range);
    store.full = true;
    EXPECT_EQ(set({{"KeepChangingSession", true}}), Code::service_failure);
    EXPECT_FALSE(manager.get().keep_changing_session);
    EXPECT_TRUE(store.commits.empty());
    EXPECT_EQ(log.count(EventKind::manager_refused), 5U);
}

}  // namespace
}  // namespace ramd::test
