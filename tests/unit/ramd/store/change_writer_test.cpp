// SPDX-License-Identifier: LGPL-2.1-or-later
// Histories that a policy cuts, in the transaction of the policy.
#include "ramd/store/change_writer.h"

#include <signal.h>
#include <sys/wait.h>

#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

class HistoryTest : public StoreTest {
protected:
    static Profile with_history(const std::string& name, std::size_t length) {
        Profile profile = profile_of(name);
        for (std::size_t i = 0; i < length; ++i)
            profile.history.push_back({"$argon2id$" + std::to_string(i) + std::string(80, 'x')});
        return profile;
    }
    static StoreChange cut_to(unsigned longest) {
        StoreChange change;
        change.policy.emplace().password_reuse_prevention = longest;
        change.longest_history = longest;
        return change;
    }
    static std::size_t length_of(const Store& store, const char* name) {
        return store.find(user(name)).value().history.size();
    }
};

TEST_F(HistoryTest, A_policy_that_remembers_less_cuts_what_is_longer_and_nothing_else) {
    const auto store = open();
    (void)store->commit(put(with_history("ann", 24)));
    (void)store->commit(put(with_history("bob", 5)));
    (void)store->commit(put(with_history("carol", 0)));
    (void)store->commit(cut_to(5));
    const auto ann = store->find(user("ann")).value();
    ASSERT_EQ(ann.history.size(), 5U);
    EXPECT_EQ(ann.history[0], with_history("ann", 24).history[0]) << "the newest are kept";
    EXPECT_EQ(ann.version, 2U);
    EXPECT_EQ(store->find(user("bob"))->version, 1U);
    EXPECT_EQ(store->find(user("carol"))->version, 1U);
    EXPECT_EQ(store->policy().password_reuse_prevention, 5U);
}

TEST_F(HistoryTest, What_was_cut_is_there_after_opening_again_and_can_be_written) {
    {
        const auto store = open();
        (void)store->commit(put(with_history("ann", 24)));
        (void)store->commit(cut_to(3));
        EXPECT_FALSE(store->commit(put(store->find(user("ann")).value())).conflict);
    }
    const auto store = open();
    EXPECT_EQ(length_of(*store, "ann"), 3U);
    EXPECT_EQ(store->find(user("ann"))->version, 3U);
    (void)store->commit(cut_to(1));
    EXPECT_EQ(length_of(*store, "ann"), 1U) << "the roster knew its length from the start";
    (void)store->commit(cut_to(0));
    EXPECT_EQ(length_of(*store, "ann"), 0U);
}

TEST_F(HistoryTest, P3_a_write_from_before_the_cut_is_a_conflict) {
    const auto store = open();
    (void)store->commit(put(with_history("ann", 24)));
    const Profile before = store->find(user("ann")).value();
    (void)store->commit(cut_to(5));
    EXPECT_TRUE(store->commit(put(before)).conflict);
    EXPECT_EQ(length_of(*store, "ann"), 5U);
}

TEST_F(HistoryTest, A_profile_that_is_put_with_the_cut_is_cut_as_well_and_once) {
    const auto store = open();
    (void)store->commit(put(with_history("ann", 24)));
    StoreChange change = cut_to(5);
    change.put = store->find(user("ann"));
    (void)store->commit(change);
    EXPECT_EQ(length_of(*store, "ann"), 5U);
    EXPECT_EQ(store->find(user("ann"))->version, 2U);
    change.put = with_history("bob", 24);
    (void)store->commit(change);
    EXPECT_EQ(length_of(*store, "bob"), 5U);
    StoreChange again = cut_to(4);
    again.erase = user("ann");
    again.erase_version = 2;
    EXPECT_FALSE(store->commit(again).conflict);
    EXPECT_FALSE(store->find(user("ann")));
    EXPECT_EQ(length_of(*store, "bob"), 4U);
}

TEST_F(HistoryTest, A_map_that_has_to_grow_meanwhile_cuts_each_history_once) {
    const auto store = open({.first = 512UL << 10, .largest = 64UL << 20});
    for (int i = 0; i < 80; ++i)
        (void)store->commit(put(with_history("user" + std::to_string(i), 24)));
    (void)store->commit(cut_to(12));
    for (const Profile& profile : store->list("", 1000, nullptr)) {
        EXPECT_EQ(profile.history.size(), 12U);
        EXPECT_EQ(profile.version, 2U);
    }
}

TEST_F(HistoryTest, S1_a_damaged_profile_does_not_keep_the_policy_from_being_changed) {
    (void)open()->commit(put(with_history("ann", 24)));
    (void)open()->commit(put(with_history("bob", 24)));
    {
        const LmdbEnv env(state, LmdbShape::directory, LmdbMode::unlocked, 64UL << 20);
        LmdbTransaction transaction(env, LmdbTransaction::Access::read);
        const auto databases = open_databases(transaction, false).value();
        const auto value = transaction.get(databases.profiles, "ann").value();
        const std::string whole = contents_of(data());
        const auto at = whole.find(value);
        ASSERT_NE(at, std::string::npos);
        std::fstream file(data(), std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(at + 100));
        file.put('?').put('!');
    }
    const auto store = open();
    EXPECT_THROW((void)store->find(user("ann")), DamagedRecord);
    (void)store->commit(cut_to(5));
    EXPECT_EQ(length_of(*store, "bob"), 5U);
    EXPECT_THROW((void)store->find(user("ann")), DamagedRecord);
}

// Cuts and lengthens all histories until it is killed.
[[noreturn]] void cut_until_killed(const std::string& state, const std::string& markers,
                                   int ready) {
    const auto store = open_store(state, key_of('k'), markers);
    if (::write(ready, "r", 1) != 1) ::_exit(1);
    for (;;) {
        StoreChange change;
        change.policy.emplace().password_reuse_prevention = 5;
        change.longest_history = 5;
        (void)store->commit(change);
        for (Profile profile : store->list("", 100, nullptr)) {
            profile.history.resize(24, {"$argon2id$again"});
            (void)store->commit(put(profile));
        }
        change.policy->password_reuse_prevention = 24;
        change.longest_history.reset();
        (void)store->commit(change);
    }
}

TEST_F(HistoryTest, S5_kill_9_while_histories_are_cut_leaves_all_of_them_cut_or_none) {
    for (int i = 0; i < 20; ++i)
        (void)open()->commit(put(with_history("user" + std::to_string(i), 24)));
    unsigned opened = 0;
    for (int round = 0; round < 20; ++round) {
        int ends[2];
        ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        const ramauth::UniqueFd reading(ends[0]);
        const pid_t child = ::fork();
        if (child == 0) {
            try {
                cut_until_killed(state, markers, ends[1]);
            } catch (...) {
                ::_exit(2);
            }
        }
        ::close(ends[1]);
        char ready = 0;
        ASSERT_EQ(::read(reading.get(), &ready, 1), 1);
        ::usleep(static_cast<useconds_t>(1000 + 700 * round));  // the moment, not a wait
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status));
        // It verifies: fingerprints, versions and records belong together.
        const auto store = open();
        const auto all = store->list("", 100, nullptr);
        ASSERT_EQ(all.size(), 20U);
        // They are lengthened in the order of their names, and cut all at once.
        bool still_short = false;
        for (const Profile& profile : all) {
            ASSERT_TRUE(profile.history.size() == 24 || profile.history.size() == 5);
            if (profile.history.size() == 5) still_short = true;
            ASSERT_EQ(profile.history.size() == 5, still_short) << "round " << round;
        }
        ++opened;
    }
    EXPECT_EQ(opened, 20U);
}

}  // namespace
}  // namespace ramd::test
