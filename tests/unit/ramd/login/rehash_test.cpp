// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/rehash.h"

#include <gtest/gtest.h>

#include "ramd/login/authenticator.h"
#include "tests/support/login_house.h"

namespace ramd::test {
namespace {

constexpr HashCost old_cost{.memory_mib = 32, .passes = 2};

class RehashTest : public testing::Test, protected LoginHouse {
protected:
    void add_old() { add_ann().hash = FakeHashingPool::hash_of("correct horse", old_cost); }
    bool log_on() {
        return std::holds_alternative<Authenticated>(run(
            authenticator.authenticate(name("ann"), secret("correct horse"), module_request())));
    }

    Authenticator authenticator{services};
};

TEST_F(RehashTest, H5_the_next_good_logon_brings_the_configured_cost) {
    add_old();
    const Profile before = ann();
    EXPECT_TRUE(log_on());
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("correct horse", pool.configured));
    EXPECT_EQ(ann().life.changed, before.life.changed);
    EXPECT_EQ(ann().epoch, before.epoch);
    EXPECT_EQ(ann().updated, before.updated);
    EXPECT_TRUE(store.pending.empty());
}

TEST_F(RehashTest, H5_it_waits_until_nobody_else_needs_a_worker) {
    add_old();
    EXPECT_TRUE(log_on());
    EXPECT_EQ(pool.hashes, 1U);
    EXPECT_EQ(pool.idle_hashes, 1U);
}

TEST_F(RehashTest, a_hash_of_the_configured_cost_is_left_alone) {
    add_ann();
    EXPECT_TRUE(log_on());
    EXPECT_EQ(pool.hashes, 0U);
}

TEST_F(RehashTest, H5_no_trouble_of_it_makes_the_logon_fail) {
    add_old();
    store.full = true;
    EXPECT_TRUE(log_on());
    store.full = false;
    for (const HashAnswer& trouble : {HashAnswer(Busy{}), HashAnswer(NoMemory{})}) {
        pool.hash_answer = trouble;
        EXPECT_TRUE(log_on());
    }
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("correct horse", old_cost));
}

TEST_F(RehashTest, survives_the_writes_of_the_logon_itself) {
    add_old();
    const Profile proved = ann();
    rehash_later(loop.get_executor(), services, proved, secret("correct horse"), module_request());
    store.profiles.at("ann").version = 9;  // the account check wrote the time of the logon
    loop.run();
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("correct horse", pool.configured));
}

TEST_F(RehashTest, never_brings_an_old_password_back) {
    add_old();
    const Profile proved = ann();
    rehash_later(loop.get_executor(), services, proved, secret("correct horse"), module_request());
    auto& present = store.profiles.at("ann");
    present.epoch = 8;
    present.hash = FakeHashingPool::hash_of("new password");
    loop.run();
    EXPECT_EQ(ann().hash, FakeHashingPool::hash_of("new password"));
}

TEST_F(RehashTest, a_profile_that_went_away_stays_away) {
    add_old();
    const Profile proved = ann();
    rehash_later(loop.get_executor(), services, proved, secret("correct horse"), module_request());
    store.profiles.clear();
    loop.run();
    EXPECT_TRUE(store.profiles.empty());
}

}  // namespace
}  // namespace ramd::test
