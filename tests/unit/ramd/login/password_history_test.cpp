// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/password_history.h"

#include <gtest/gtest.h>

#include "ramd/login/password_changer.h"
#include "ramd/login/policy_manager.h"
#include "ramd/login/profile_manager.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;

class PasswordHistoryTest : public testing::Test, protected LoginHouse {
protected:
    PasswordHistoryTest() {
        add_ann("woodpecker 0");
        store.policy_in_force.password_reuse_prevention = 3;
    }
    std::optional<Code> change(std::string_view from, std::string_view to) {
        return code_of(run(changer.change(name("ann"), PasswordProof{secret(from)}, secret(to),
                                          module_request())));
    }
    std::optional<Code> reset(std::string_view to) {
        ProfileSettings settings;
        settings.password = secret(to);
        return code_of(run(manager.update(name("ann"), std::move(settings), manager_request())));
    }
    void change_times(int times) {
        for (int i = 0; i < times; ++i)
            ASSERT_EQ(
                change("woodpecker " + std::to_string(i), "woodpecker " + std::to_string(i + 1)),
                std::nullopt)
                << i;
    }

    PasswordChanger changer{services};
    ProfileManager manager{services};
    PolicyManager policy{services};
};

TEST_F(PasswordHistoryTest, earlier_passwords_do_not_come_back_as_far_as_the_policy_says) {
    change_times(4);
    EXPECT_EQ(ann().history.size(), 3U);
    for (const char* earlier : {"woodpecker 4", "woodpecker 3", "woodpecker 2", "woodpecker 1"})
        EXPECT_EQ(change("woodpecker 4", earlier), Code::password_reused) << earlier;
    EXPECT_EQ(change("woodpecker 4", "woodpecker 0"), std::nullopt);
}

TEST_F(PasswordHistoryTest, a_new_password_forgets_from_where_the_user_came) {
    store.profiles.at("ann").factor_sources = {"tty1"};
    ASSERT_EQ(change("woodpecker 0", "woodpecker 1"), std::nullopt);
    EXPECT_TRUE(ann().factor_sources.empty());
    store.profiles.at("ann").factor_sources = {"tty1"};
    ASSERT_EQ(reset("woodpecker 2"), std::nullopt);
    EXPECT_TRUE(ann().factor_sources.empty());
}

TEST_F(PasswordHistoryTest, without_it_only_the_present_one_counts) {
    store.policy_in_force.password_reuse_prevention = 0;
    change_times(2);
    EXPECT_TRUE(ann().history.empty());
    EXPECT_EQ(change("woodpecker 2", "woodpecker 2"), Code::password_reused);
    EXPECT_EQ(change("woodpecker 2", "woodpecker 1"), std::nullopt);
}

TEST_F(PasswordHistoryTest, an_administrators_reset_does_not_escape_it) {
    change_times(2);
    EXPECT_EQ(reset("woodpecker 2"), Code::password_reused);
    EXPECT_EQ(reset("woodpecker 0"), Code::password_reused);
    EXPECT_EQ(reset("woodpecker 9"), std::nullopt);
    EXPECT_EQ(change("woodpecker 9", "woodpecker 2"), Code::password_reused);
}

TEST_F(PasswordHistoryTest, each_hash_is_one_job_and_the_first_hit_ends_it) {
    change_times(3);
    pool.checked.clear();
    EXPECT_EQ(change("woodpecker 3", "woodpecker 2"), Code::password_reused);
    EXPECT_EQ(pool.checked.size(), 2U);  // the proof, and the newest of the history
    pool.checked.clear();
    EXPECT_EQ(change("woodpecker 3", "woodpecker 7"), std::nullopt);
    EXPECT_EQ(pool.checked.size(), 4U);
}

TEST_F(PasswordHistoryTest, a_pool_that_is_busy_refuses_and_changes_nothing) {
    change_times(1);
    const auto before = ann();
    pool.meanwhile = [this] { pool.check_answer = Busy{}; };
    EXPECT_EQ(reset("woodpecker 5"), Code::limit_exceeded);
    EXPECT_EQ(ann().hash, before.hash);
}

TEST_F(PasswordHistoryTest, lowering_the_number_forgets_in_the_same_transaction) {
    change_times(3);
    store.commits.clear();
    EXPECT_FALSE(policy.set({{"PasswordReusePrevention", 1U}}, manager_request()));
    ASSERT_EQ(store.commits.size(), 1U);
    EXPECT_EQ(store.commits.at(0).longest_history, 1U);
    EXPECT_EQ(ann().history.size(), 1U);
    EXPECT_FALSE(policy.set({{"PasswordReusePrevention", 24U}}, manager_request()));
    EXPECT_EQ(store.commits.at(1).longest_history, std::nullopt);
    EXPECT_EQ(change("woodpecker 3", "woodpecker 1"), std::nullopt);
}

TEST_F(PasswordHistoryTest, a_cleared_profile_starts_from_nothing) {
    change_times(2);
    accounts.add("ann", ann_uid);
    EXPECT_FALSE(run(manager.remove(name("ann"), manager_request())));
    ProfileSettings settings;
    settings.password = secret("woodpecker 1");
    EXPECT_EQ(code_of(run(manager.create(name("ann"), std::move(settings), manager_request()))),
              std::nullopt);
    EXPECT_TRUE(ann().history.empty());
}

}  // namespace
}  // namespace ramd::test
