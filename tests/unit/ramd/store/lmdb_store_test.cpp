// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_store.h"

#include <gmock/gmock.h>

#include "ramd/store/lmdb_env.h"
#include "shared/programmatic_services.h"
#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> names(const std::vector<Profile>& profiles) {
    std::vector<std::string> found;
    for (const Profile& profile : profiles) found.push_back(profile.user.str());
    return found;
}

StoreChange revoking_erase(const Profile& profile) {
    StoreChange change = erase(profile.user, profile.version);
    change.raise_epoch = true;
    change.revoke = revocation_of(profile.user.str());
    return change;
}

TEST_F(StoreTest, S2_no_environment_gives_durability_away) {
    for (const auto mode : {LmdbMode::read_only, LmdbMode::shared, LmdbMode::unlocked}) {
        const LmdbEnv env(state, LmdbShape::directory, mode, std::size_t{1} << 20U);
        unsigned flags = 0;
        ASSERT_EQ(mdb_env_get_flags(env.get(), &flags), MDB_SUCCESS);
        constexpr unsigned forbidden =
            MDB_WRITEMAP | MDB_NOSYNC | MDB_NOMETASYNC | MDB_MAPASYNC | MDB_NOMEMINIT;
        EXPECT_EQ(flags & forbidden, 0U) << "mode " << static_cast<int>(mode);
    }
}

TEST_F(StoreTest, S2_the_file_is_opened_once_and_never_again) {
    const auto descriptors = [this] {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code gone;
            if (std::filesystem::read_symlink(entry.path(), gone) == data()) ++count;
        }
        return count;
    };
    const auto store = open();
    const std::size_t opened = descriptors();
    ASSERT_GT(opened, 0U);
    create(*store, "alice");
    EXPECT_TRUE(store->find(user("alice")));
    EXPECT_EQ(descriptors(), opened);
}

TEST_F(StoreTest, A_new_store_holds_nobody_and_the_default_policy) {
    const auto store = open();
    EXPECT_FALSE(store->find(user("alice")));
    EXPECT_THAT(store->list("", 10, nullptr), IsEmpty());
    EXPECT_THAT(store->revocations(), IsEmpty());
    EXPECT_EQ(store->policy(), ramauth::policy::PasswordPolicy{});
    EXPECT_EQ(store->preference(), ramauth::policy::SecurityPreference{});
}

TEST_F(StoreTest, What_was_committed_is_there_after_opening_again) {
    (void)create(*open(), "alice");
    const auto found = open()->find(user("alice"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->hash, profile_of("alice").hash);
    EXPECT_EQ(found->last_login_source, "192.0.2.7");
    EXPECT_EQ(found->created, profile_of("alice").created);
    EXPECT_EQ(found->version, 1U);
    EXPECT_EQ(found->epoch, 1U);
}

TEST_F(StoreTest, A_second_create_is_a_conflict_and_changes_nothing) {
    const auto store = open();
    (void)create(*store, "alice");
    Profile other = profile_of("alice", 2000);
    EXPECT_TRUE(store->commit(put(other)).conflict);
    EXPECT_EQ(store->find(user("alice"))->uid.value, 1000U);
}

TEST_F(StoreTest, P3_a_write_from_an_old_version_is_a_conflict_and_changes_nothing) {
    const auto store = open();
    (void)create(*store, "alice");
    Profile first = store->find(user("alice")).value();
    Profile second = first;
    first.hash.text = "first";
    second.hash.text = "second";
    EXPECT_FALSE(store->commit(put(first)).conflict);
    EXPECT_TRUE(store->commit(put(second)).conflict);
    EXPECT_EQ(store->find(user("alice"))->hash.text, "first");
    EXPECT_EQ(store->find(user("alice"))->version, 2U);
}

TEST_F(StoreTest, Writing_or_erasing_a_profile_that_is_gone_is_a_conflict) {
    const auto store = open();
    Profile gone = profile_of("alice");
    EXPECT_TRUE(store->commit(revoking_erase(gone)).conflict);
    gone.version = 3;
    EXPECT_TRUE(store->commit(put(gone)).conflict);
    EXPECT_TRUE(store->commit(revoking_erase(gone)).conflict);
    EXPECT_FALSE(has_marker("alice"));
    EXPECT_THAT(store->revocations(), IsEmpty());
}

TEST_F(StoreTest, An_erase_from_an_old_version_is_a_conflict) {
    const auto store = open();
    (void)create(*store, "alice");
    const Profile old = store->find(user("alice")).value();
    (void)store->commit(put(old));
    EXPECT_TRUE(store->commit(revoking_erase(old)).conflict);
    EXPECT_TRUE(store->find(user("alice")));
    EXPECT_TRUE(has_marker("alice"));
}

TEST_F(StoreTest, The_epoch_rises_for_the_whole_host_and_never_falls_for_a_name) {
    const auto store = open();
    EXPECT_EQ(create(*store, "alice").epoch, 1U);
    EXPECT_EQ(create(*store, "bob").epoch, 2U);
    EXPECT_EQ(store->commit(revoking_erase(store->find(user("alice")).value())).epoch, 3U);
    EXPECT_EQ(create(*store, "alice").epoch, 4U);
    EXPECT_EQ(store->find(user("alice"))->epoch, 4U);
    EXPECT_EQ(store->find(user("bob"))->epoch, 2U);
}

TEST_F(StoreTest, A_change_that_raises_no_epoch_keeps_the_profiles_own) {
    const auto store = open();
    (void)create(*store, "alice");
    EXPECT_EQ(store->commit(put(store->find(user("alice")).value())).epoch, 0U);
    EXPECT_EQ(store->find(user("alice"))->epoch, 1U);
}

TEST_F(StoreTest, R1_a_change_and_its_revocation_are_one_transaction) {
    std::uint64_t id = 0;
    {
        const auto store = open();
        (void)create(*store, "alice");
        StoreChange change = put(store->find(user("alice")).value());
        change.raise_epoch = true;
        change.revoke = revocation_of("alice");
        const Committed done = store->commit(change);
        EXPECT_EQ(done.epoch, 2U);
        id = done.revocation_id;
    }
    const auto store = open();
    const auto pending = store->revocations();
    ASSERT_EQ(pending.size(), 1U);
    EXPECT_EQ(pending[0].id, id);
    EXPECT_EQ(pending[0].epoch, 2U);
    EXPECT_EQ(pending[0].reason, "deleted");
    EXPECT_EQ(store->find(user("alice"))->epoch, 2U);
}

TEST_F(StoreTest, R1_a_conflict_leaves_no_revocation_behind) {
    const auto store = open();
    (void)create(*store, "alice");
    StoreChange change = put(profile_of("alice"));
    change.revoke = revocation_of("alice");
    EXPECT_TRUE(store->commit(change).conflict);
    EXPECT_THAT(store->revocations(), IsEmpty());
}

TEST_F(StoreTest, A_finished_revocation_is_gone_for_good_and_its_number_is_not_given_again) {
    const auto store = open();
    StoreChange change;
    change.revoke = revocation_of("alice");
    const auto first = store->commit(change).revocation_id;
    store->finish_revocation(first);
    store->finish_revocation(first);
    EXPECT_THAT(store->revocations(), IsEmpty());
    EXPECT_GT(store->commit(change).revocation_id, first);
}

TEST_F(StoreTest, The_policy_is_kept) {
    ramauth::policy::PasswordPolicy strict;
    strict.minimum_password_length = 14;
    strict.hard_expire = true;
    (void)open()->commit(of_policy(strict));
    EXPECT_EQ(open()->policy(), strict);
}

TEST_F(StoreTest, The_preference_is_kept) {
    ramauth::policy::SecurityPreference strict;
    strict.max_idle_days_for_users = 45;
    strict.login_network_masks = {"192.0.2.0/24", "2001:db8::/32"};
    strict.revoke_scope = ramauth::policy::RevokeScope::user;
    strict.programmatic_services = {"cron", "backup"};
    {
        const auto store = open();
        const auto& in_force = store->preference();
        (void)store->commit(of_preference(strict));
        EXPECT_EQ(in_force, strict) << "the reference is to what is in force";
    }
    EXPECT_EQ(open()->preference(), strict);
}

TEST_F(StoreTest, A_preference_that_cannot_be_kept_changes_nothing) {
    const auto store = open();
    ramauth::policy::SecurityPreference broken;
    broken.programmatic_services = {"cron", "../etc"};
    EXPECT_THROW((void)store->commit(of_preference(broken)), std::invalid_argument);
    EXPECT_EQ(store->preference(), ramauth::policy::SecurityPreference{});
    EXPECT_FALSE(ramauth::is_programmatic_service(markers.c_str(), "../etc"));
    EXPECT_TRUE(ramauth::is_programmatic_service(markers.c_str(), "atd"));
}

TEST_F(StoreTest, The_module_knows_the_services_of_a_changed_preference_when_it_is_answered) {
    ramauth::policy::SecurityPreference changed;
    changed.programmatic_services = {"cron", "backup"};
    (void)open()->commit(of_preference(changed));
    EXPECT_TRUE(ramauth::is_programmatic_service(markers.c_str(), "backup"));
    EXPECT_FALSE(ramauth::is_programmatic_service(markers.c_str(), "atd"));
    write_file(markers + "/.programmatic-services", "su\n", 0644);
    (void)open();
    EXPECT_FALSE(ramauth::is_programmatic_service(markers.c_str(), "su")) << "repaired";
    std::filesystem::remove(markers + "/.programmatic-services");
    (void)open();
    EXPECT_TRUE(ramauth::is_programmatic_service(markers.c_str(), "backup")) << "repaired";
}

TEST_F(StoreTest, L2_guesses_and_a_lock_survive_a_restart) {
    using ramauth::policy::Moment;
    Profile alice = profile_of("alice");
    const Moment now{ramauth::from_wire(1'700'000'000'000'000), 5'000'000, "this-boot"};
    alice.guesses.last = now;
    alice.guesses.ages = {std::chrono::seconds(0), std::chrono::seconds(7)};
    alice.guesses.in_a_row = 2;
    alice.guesses.lock = ramauth::policy::Lock{now, 15};
    (void)open()->commit(put(alice));
    EXPECT_EQ(open()->find(user("alice"))->guesses, alice.guesses);
}

TEST_F(StoreTest, A_list_goes_on_behind_its_marker) {
    const auto store = open();
    for (const char* name : {"dora", "alice", "carol", "bob"}) (void)create(*store, name);
    EXPECT_THAT(names(store->list("", 2, nullptr)), ElementsAre("alice", "bob"));
    EXPECT_THAT(names(store->list("bob", 9, nullptr)), ElementsAre("carol", "dora"));
    EXPECT_THAT(names(store->list("b", 1, nullptr)), ElementsAre("bob"));
    EXPECT_THAT(names(store->list("dora", 9, nullptr)), IsEmpty());
}

TEST_F(StoreTest, A_marker_is_there_as_long_as_its_profile) {
    const auto store = open();
    EXPECT_FALSE(has_marker("alice"));
    (void)create(*store, "alice");
    EXPECT_TRUE(has_marker("alice"));
    (void)store->commit(revoking_erase(store->find(user("alice")).value()));
    EXPECT_FALSE(has_marker("alice"));
}

TEST_F(StoreTest, Markers_are_repaired_at_the_start) {
    (void)create(*open(), "alice");
    std::filesystem::remove(markers + "/alice");
    write_file(markers + "/ghost", "");
    (void)open();
    EXPECT_TRUE(has_marker("alice"));
    EXPECT_FALSE(has_marker("ghost"));
}

TEST_F(StoreTest, A_profile_that_cannot_be_kept_leaves_no_marker) {
    const auto store = open();
    Profile broken = profile_of("alice");
    broken.last_login_source = "\xff is not UTF-8";
    EXPECT_THROW((void)store->commit(put(broken)), std::invalid_argument);
    EXPECT_FALSE(has_marker("alice"));
    EXPECT_FALSE(store->find(user("alice")));
}

TEST_F(StoreTest, The_map_grows_by_itself) {
    const auto store = open({.first = 64UL << 10, .largest = 64UL << 20});
    for (int i = 0; i < 300; ++i) (void)create(*store, "user" + std::to_string(i));
    EXPECT_EQ(store->list("", 1000, nullptr).size(), 300U);
    EXPECT_GT(std::filesystem::file_size(data()), 64U << 10);
}

TEST_F(StoreTest, X10_a_second_instance_does_not_open_it) {
    const auto store = open();
    EXPECT_THAT(refusal(state, key, markers), HasSubstr("another ramd is running"));
}

TEST_F(StoreTest, S7_the_files_are_for_their_owner_alone) {
    (void)create(*open(), "alice");
    for (const auto& entry : std::filesystem::directory_iterator(state))
        EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(0600)) << entry.path();
}

}  // namespace
}  // namespace ramd::test
