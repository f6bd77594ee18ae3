// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/profile_manager.h"

#include <gtest/gtest.h>

#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

using ramauth::Code;
using ramauth::policy::PasswordStatus;

class ProfileManagerTest : public testing::Test, protected LoginHouse {
protected:
    Profile& add(const std::string& user) {
        auto profile = add_ann();
        store.profiles.erase("ann");
        profile.user = name(user);
        return store.profiles.insert_or_assign(user, profile).first->second;
    }
    std::vector<std::string> names(const ProfilePage& page) {
        std::vector<std::string> found;
        for (const auto& view : page.profiles) found.push_back(view.profile.user.str());
        return found;
    }
    using Names = std::vector<std::string>;

    ProfileManager manager{services};
};

TEST_F(ProfileManagerTest, get_shows_what_follows_from_the_policy_in_force) {
    add_ann();
    store.policy_in_force.max_password_age = 90;
    const auto view = std::get<ProfileView>(manager.get(name("ann")));
    EXPECT_EQ(view.password_status, PasswordStatus::not_initial);
    EXPECT_EQ(view.password_expires, ann().life.changed + std::chrono::days(90));
    EXPECT_EQ(code_of(manager.get(name("bob"))), Code::no_login_profile);
    store.damaged.insert("ann");
    EXPECT_EQ(code_of(manager.get(name("ann"))), Code::service_failure);
}

TEST_F(ProfileManagerTest, list_goes_page_by_page) {
    for (const char* user : {"a", "b", "c", "d", "e"}) add(user);
    auto page = manager.list({}, "", 2);
    EXPECT_EQ(names(page), (Names{"a", "b"}));
    page = manager.list({}, page.next, 2);
    EXPECT_EQ(names(page), (Names{"c", "d"}));
    page = manager.list({}, page.next, 2);
    EXPECT_EQ(names(page), (Names{"e"}));
    EXPECT_TRUE(page.next.empty());
    page = manager.list({}, "", 0);
    EXPECT_EQ(page.profiles.size(), 5U);
    EXPECT_TRUE(page.next.empty());
    page = manager.list({}, "", 5);
    EXPECT_TRUE(page.next.empty());
    EXPECT_TRUE(manager.list({}, "zz", 5).profiles.empty());
}

TEST_F(ProfileManagerTest, list_filters) {
    add("a").status = Status::inactive;
    add("b").life.initial = true;
    add("c").life = {.initial = true, .reset_required = false, .changed = ramauth::never};
    add("d");
    EXPECT_EQ(names(manager.list({.status = Status::inactive, .password_status = {}}, "", 0)),
              (Names{"a"}));
    const auto with = [](PasswordStatus status) {
        return ProfileFilter{.status = {}, .password_status = status};
    };
    EXPECT_EQ(names(manager.list(with(PasswordStatus::initial_valid), "", 0)), (Names{"b"}));
    EXPECT_EQ(names(manager.list(with(PasswordStatus::initial_expired), "", 0)), (Names{"c"}));
    EXPECT_EQ(names(manager.list(with(PasswordStatus::not_initial), "", 1)), (Names{"a"}));
}

TEST_F(ProfileManagerTest, S1_a_damaged_record_is_left_out_and_reported) {
    add("a");
    add("b");
    store.damaged.insert("a");
    EXPECT_EQ(names(manager.list({}, "", 0)), (Names{"b"}));
    ASSERT_EQ(log.count(EventKind::record_damaged), 1U);
    EXPECT_EQ(log.events[0].user, "a");
}

TEST_F(ProfileManagerTest, R1_a_delete_and_its_revocation_are_one_transaction) {
    add_ann();
    const Secret ticket =
        tickets.issue({.user = name("ann"), .epoch = 7, .password = std::nullopt});
    EXPECT_FALSE(run(manager.remove(name("ann"), manager_request())));
    EXPECT_TRUE(store.profiles.empty());
    ASSERT_EQ(store.commits.size(), 1U);
    EXPECT_TRUE(store.commits[0].raise_epoch);
    ASSERT_EQ(sessions.begun.size(), 1U);
    EXPECT_EQ(sessions.begun[0].reason, "deleted");
    EXPECT_GT(sessions.begun[0].epoch, 7U);
    EXPECT_EQ(tickets.find(ticket, name("ann")), nullptr);
    EXPECT_EQ(log.count(EventKind::profile_deleted), 1U);
    EXPECT_EQ(code_of(run(manager.remove(name("ann"), manager_request()))), Code::no_login_profile);
    EXPECT_EQ(log.count(EventKind::manager_refused), 1U);
}

TEST_F(ProfileManagerTest, R3_the_session_that_asks_for_a_delete_ends_last) {
    add_ann();
    EXPECT_FALSE(run(manager.remove(name("ann"), own_request())));
    EXPECT_EQ(sessions.begun.at(0).last_session, "session-of-4343");
}

TEST_F(ProfileManagerTest, nothing_is_deleted_for_one_who_gave_up) {
    add_ann();
    auto late = manager_request();
    late.deadline = Deadline::after(0s);
    EXPECT_EQ(code_of(run(manager.remove(name("ann"), std::move(late)))), Code::limit_exceeded);
    EXPECT_TRUE(store.commits.empty());
}

TEST_F(ProfileManagerTest, an_orphaned_profile_can_be_deleted) {
    add_ann().orphaned = true;
    EXPECT_FALSE(run(manager.remove(name("ann"), manager_request())));
    EXPECT_TRUE(store.profiles.empty());
}

TEST_F(ProfileManagerTest, S4_a_full_store_keeps_the_profile) {
    add_ann();
    store.full = true;
    EXPECT_EQ(code_of(run(manager.remove(name("ann"), manager_request()))), Code::service_failure);
    EXPECT_EQ(code_of(manager.unlock(name("ann"), manager_request())), Code::service_failure);
    EXPECT_EQ(code_of(run(manager.revoke(name("ann"), manager_request()))), Code::service_failure);
    EXPECT_EQ(store.profiles.size(), 1U);
    EXPECT_TRUE(sessions.begun.empty());
}

TEST_F(ProfileManagerTest, unlock_clears_the_count_and_the_lock_and_ends_nothing) {
    auto& profile = add_ann();
    profile.failed_attempts = 9;
    profile.locked_until = now + 1h;
    EXPECT_FALSE(manager.unlock(name("ann"), manager_request()));
    EXPECT_EQ(ann().failed_attempts, 0U);
    EXPECT_EQ(ann().locked_until, ramauth::never);
    EXPECT_EQ(ann().epoch, 7U);
    EXPECT_TRUE(store.pending.empty());
    EXPECT_EQ(log.count(EventKind::profile_unlocked), 1U);
    store.profiles.at("ann").orphaned = true;
    EXPECT_EQ(code_of(manager.unlock(name("ann"), manager_request())),
              Code::temporarily_unmodifiable);
    EXPECT_EQ(code_of(manager.unlock(name("bob"), manager_request())), Code::no_login_profile);
}

TEST_F(ProfileManagerTest, revoke_ends_the_sessions_and_leaves_the_password) {
    add_ann();
    const auto answer = run(manager.revoke(name("ann"), manager_request()));
    EXPECT_EQ(std::get<RevocationCount>(answer).ended, 2U);
    EXPECT_EQ(std::get<RevocationCount>(answer).outstanding, 1U);
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("correct horse"));
    EXPECT_GT(ann().epoch, 7U);
    EXPECT_EQ(sessions.begun.at(0).reason, "revoked");
    // That they ended is said when it was seen.
    EXPECT_EQ(log.count(EventKind::profile_updated), 1U);
    EXPECT_EQ(log.count(EventKind::sessions_revoked), 0U);
    EXPECT_EQ(code_of(run(manager.revoke(name("bob"), manager_request()))), Code::no_login_profile);
}

TEST_F(ProfileManagerTest, pinned_uid_is_that_of_the_profile) {
    add_ann();
    EXPECT_EQ(manager.pinned_uid(name("ann"), own_request())->value, ann_uid);
    EXPECT_FALSE(manager.pinned_uid(name("bob"), own_request()));
    store.damaged.insert("ann");
    EXPECT_FALSE(manager.pinned_uid(name("ann"), own_request()));
}

TEST_F(ProfileManagerTest, S1_a_record_that_cannot_be_read_can_be_deleted) {
    add_ann();
    store.damaged.insert("ann");
    EXPECT_EQ(run(manager.remove(name("ann"), manager_request())), std::nullopt);
    EXPECT_FALSE(store.profiles.contains("ann"));
    EXPECT_TRUE(sessions.begun.empty()) << "nobody knows whose sessions they are";
    EXPECT_EQ(log.count(EventKind::record_damaged), 1U);
    EXPECT_EQ(log.count(EventKind::profile_deleted), 1U);
}

}  // namespace
}  // namespace ramd::test
