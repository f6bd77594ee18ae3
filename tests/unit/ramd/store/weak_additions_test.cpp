// SPDX-License-Identifier: LGPL-2.1-or-later
// What administrators add to the weak list, and what becomes of it in a database that was damaged.
#include "ramd/store/weak_additions.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

WeakHash hash_of(unsigned bucket, unsigned number = 0) {
    WeakHash hash;
    hash.bytes[0] = static_cast<unsigned char>(bucket >> 4U);
    hash.bytes[1] = static_cast<unsigned char>(bucket << 4U);
    for (unsigned i = 0; i < 4; ++i)
        hash.bytes[16 + i] = static_cast<unsigned char>(number >> (24U - 8U * i));
    return hash;
}

std::vector<WeakHash> random_hashes(std::size_t count) {
    std::minstd_rand random{1};
    std::vector<WeakHash> all(count);
    for (WeakHash& hash : all)
        for (unsigned char& byte : hash.bytes) byte = static_cast<unsigned char>(random() >> 8U);
    return all;
}

std::size_t added(Store& store, const std::vector<WeakHash>& hashes) {
    return store.add_weak(hashes).added.size();
}

class WeakAdditionsTest : public StoreTest {
protected:
    // Changes records behind the store's back.
    void edit(const std::function<void(LmdbTransaction&, const Databases&)>& body) const {
        const LmdbEnv env(state, LmdbShape::directory, LmdbMode::unlocked, 64UL << 20);
        LmdbTransaction transaction(env, LmdbTransaction::Access::write);
        const auto databases = open_databases(transaction, false).value();
        body(transaction, databases);
        // So that this is the newest transaction of the state as well.
        const RecordSeal seal(key);
        StoreRecords records(transaction, databases, seal);
        StoreState stored = records.state();
        stored.transaction = transaction.id();
        records.put(stored);
        transaction.commit();
    }
    [[nodiscard]] std::string value_of(unsigned bucket) const {
        const LmdbEnv env(state, LmdbShape::directory, LmdbMode::read_only, 64UL << 20);
        LmdbTransaction transaction(env, LmdbTransaction::Access::read);
        const auto databases = open_databases(transaction, false).value();
        return std::string(transaction.get(databases.weak, bucket_key(bucket)).value());
    }
    void put_back(unsigned bucket, const std::string& value) const {
        edit([&](LmdbTransaction& transaction, const Databases& databases) {
            transaction.put(databases.weak, bucket_key(bucket), value);
        });
    }
};

TEST_F(WeakAdditionsTest, What_was_added_is_there_at_once_and_after_opening_again) {
    const std::vector<WeakHash> hashes = random_hashes(2000);
    {
        const auto store = open();
        EXPECT_FALSE(store->has_weak(hashes[0]));
        EXPECT_EQ(added(*store, hashes), 2000U);
        EXPECT_EQ(store->weak_count(), 2000U);
        for (const WeakHash& hash : hashes) EXPECT_TRUE(store->has_weak(hash));
    }
    const auto store = open();
    EXPECT_EQ(store->weak_count(), 2000U);
    EXPECT_TRUE(store->weak_is_whole());
    for (const WeakHash& hash : hashes) EXPECT_TRUE(store->has_weak(hash));
    EXPECT_FALSE(store->has_weak(hash_of(1, 1)));
}

TEST_F(WeakAdditionsTest, What_is_there_already_does_not_count) {
    const auto store = open();
    EXPECT_EQ(added(*store, {hash_of(7, 1), hash_of(7, 1), hash_of(2, 1)}), 2U);
    EXPECT_EQ(added(*store, {hash_of(7, 1), hash_of(7, 0), hash_of(2, 1)}), 1U);
    EXPECT_EQ(added(*store, {hash_of(7, 1), hash_of(2, 1)}), 0U);
    EXPECT_EQ(added(*store, {}), 0U);
    EXPECT_EQ(store->weak_count(), 3U);
}

TEST_F(WeakAdditionsTest, What_adds_nothing_writes_nothing) {
    const auto store = open();
    EXPECT_EQ(added(*store, {hash_of(7, 1)}), 1U);
    const std::string before = contents_of(data());
    EXPECT_EQ(added(*store, {hash_of(7, 1)}), 0U);
    EXPECT_EQ(contents_of(data()), before);
}

TEST_F(WeakAdditionsTest, They_are_listed_in_order_page_by_page) {
    std::vector<WeakHash> hashes = random_hashes(500);
    const auto store = open();
    EXPECT_EQ(added(*store, hashes), 500U);
    std::sort(hashes.begin(), hashes.end());
    std::vector<WeakHash> listed;
    std::optional<WeakHash> marker;
    for (;;) {
        const auto page = store->list_weak(marker, 7, nullptr);
        listed.insert(listed.end(), page.begin(), page.end());
        if (page.size() < 7) break;
        marker = page.back();
    }
    EXPECT_EQ(listed, hashes);
    EXPECT_THAT(store->list_weak(hashes.back(), 7, nullptr), IsEmpty());
    EXPECT_THAT(store->list_weak(std::nullopt, 0, nullptr), IsEmpty());
    WeakHash between = hashes[100];
    between.bytes[19] ^= 1U;
    EXPECT_EQ(store->list_weak(between, 1, nullptr).at(0),
              hashes[100] > between ? hashes[100] : hashes[101]);
}

TEST_F(WeakAdditionsTest, A_bucket_that_is_full_takes_no_more_and_nothing_of_the_whole) {
    std::vector<WeakHash> hashes;
    for (unsigned i = 0; i < most_in_bucket; ++i) hashes.push_back(hash_of(9, i));
    const auto store = open();
    EXPECT_EQ(added(*store, hashes), most_in_bucket);
    const auto more = store->add_weak(std::vector<WeakHash>{hash_of(9, 99'999), hash_of(8, 1)});
    EXPECT_TRUE(more.too_many);
    EXPECT_THAT(more.added, IsEmpty());
    EXPECT_FALSE(store->has_weak(hash_of(8, 1)));
    EXPECT_EQ(store->weak_count(), most_in_bucket);
    EXPECT_EQ(added(*store, {hash_of(9, 0), hash_of(8, 1)}), 1U) << "what is there needs no room";
}

TEST_F(WeakAdditionsTest, More_than_a_million_are_too_many) {
    const auto store = open();
    std::vector<WeakHash> hashes;
    for (unsigned i = 0; i < most_weak; ++i) hashes.push_back(hash_of(i % weak_buckets, i));
    EXPECT_EQ(added(*store, hashes), most_weak);
    EXPECT_TRUE(store->add_weak(std::vector<WeakHash>{hash_of(3, most_weak + 1)}).too_many);
    EXPECT_EQ(added(*store, hashes), 0U);
    EXPECT_EQ(store->weak_count(), most_weak);
}

TEST_F(WeakAdditionsTest, S4_without_room_nothing_of_them_is_there) {
    const auto store = open({.first = 512UL << 10, .largest = 512UL << 10});
    const std::vector<WeakHash> hashes = random_hashes(50'000);
    EXPECT_THROW((void)store->add_weak(hashes), StoreFull);
    EXPECT_EQ(store->weak_count(), 0U);
    EXPECT_FALSE(store->has_weak(hashes[0]));
    EXPECT_EQ(added(*store, {hashes[0]}), 1U);
    EXPECT_TRUE(store->has_weak(hashes[0]));
}

TEST_F(WeakAdditionsTest, S1_a_damaged_bucket_is_told_and_stops_nobodys_logon) {
    {
        const auto store = open();
        (void)create(*store, "alice");
        (void)added(*store, {hash_of(5, 1), hash_of(6, 1)});
    }
    std::string value = value_of(5);
    value.back() = static_cast<char>(value.back() ^ 1);
    put_back(5, value);
    auto store = open();
    EXPECT_TRUE(store->find(user("alice")));
    EXPECT_FALSE(store->weak_is_whole());
    EXPECT_THROW((void)store->has_weak(hash_of(5, 1)), DamagedRecord);
    EXPECT_TRUE(store->has_weak(hash_of(6, 1)));
    EXPECT_THROW((void)store->has_weak(hash_of(6, 2)), DamagedRecord) << "it may have been lost";
    std::vector<std::string> damaged;
    EXPECT_THAT(store->list_weak(std::nullopt, 9, &damaged), ElementsAre(hash_of(6, 1)));
    EXPECT_THAT(damaged, ElementsAre("weak 005"));
    EXPECT_THROW((void)store->add_weak(std::vector<WeakHash>{hash_of(5, 2)}), DamagedRecord);
    EXPECT_EQ(added(*store, {hash_of(7, 1)}), 1U);
    store.reset();
    EXPECT_FALSE(open()->weak_is_whole()) << "adding does not hide it";
}

TEST_F(WeakAdditionsTest, S1_a_bucket_that_was_lost_is_missed) {
    (void)added(*open(), {hash_of(5, 1), hash_of(6, 1)});
    edit([](LmdbTransaction& transaction, const Databases& databases) {
        (void)transaction.erase(databases.weak, bucket_key(5));
    });
    const auto store = open();
    EXPECT_FALSE(store->weak_is_whole());
    EXPECT_THROW((void)store->has_weak(hash_of(5, 1)), DamagedRecord);
    EXPECT_TRUE(store->has_weak(hash_of(6, 1)));
}

TEST_F(WeakAdditionsTest, S1_an_old_bucket_that_was_put_back_is_noticed) {
    (void)added(*open(), {hash_of(5, 1)});
    const std::string old = value_of(5);
    (void)added(*open(), {hash_of(5, 2)});
    EXPECT_TRUE(open()->weak_is_whole());
    put_back(5, old);
    const auto store = open();
    EXPECT_FALSE(store->weak_is_whole());
    EXPECT_TRUE(store->has_weak(hash_of(5, 1)));
    EXPECT_THROW((void)store->has_weak(hash_of(5, 2)), DamagedRecord);
}

TEST_F(WeakAdditionsTest, S1_a_bucket_in_anothers_place_is_damaged) {
    (void)added(*open(), {hash_of(5, 1), hash_of(6, 1)});
    put_back(6, value_of(5));
    const auto store = open();
    EXPECT_THROW((void)store->has_weak(hash_of(6, 1)), DamagedRecord);
    EXPECT_TRUE(store->has_weak(hash_of(5, 1)));
}

TEST_F(WeakAdditionsTest, S1_damage_while_the_store_is_open_is_noticed_too) {
    const auto store = open();
    (void)added(*store, {hash_of(5, 1), hash_of(6, 1)});
    const std::string value = value_of(5);
    const auto at = contents_of(data()).find(value);
    ASSERT_NE(at, std::string::npos);
    const ramauth::UniqueFd fd(::open(data().c_str(), O_WRONLY | O_CLOEXEC));
    ASSERT_EQ(::pwrite(fd.get(), "damage", 6, static_cast<off_t>(at + 30)), 6);
    EXPECT_THROW((void)store->has_weak(hash_of(5, 1)), DamagedRecord);
    EXPECT_TRUE(store->has_weak(hash_of(6, 1)));
    EXPECT_FALSE(store->has_weak(hash_of(7, 1)));
}

TEST_F(WeakAdditionsTest, S1_a_flipped_bit_is_never_a_wrong_answer) {
    std::vector<WeakHash> hashes;
    for (unsigned bucket = 0; bucket < 12; ++bucket)
        for (unsigned i = 0; i < 40U * bucket; ++i) hashes.push_back(hash_of(bucket, i));
    (void)create(*open(), "alice");
    (void)added(*open(), hashes);
    std::string good = contents_of(data());
    const std::set<WeakHash> truth(hashes.begin(), hashes.end());
    std::minstd_rand random{1};
    const ramauth::UniqueFd fd(::open(data().c_str(), O_WRONLY | O_CLOEXEC));
    unsigned told = 0;
    for (int round = 0; round < 1500; ++round) {
        const std::size_t at = random() % good.size();
        const char bad = static_cast<char>(good[at] ^ (1 << random() % 8));
        ASSERT_EQ(::pwrite(fd.get(), &bad, 1, static_cast<off_t>(at)), 1);
        try {
            const auto store = open();
            for (const WeakHash& hash : {hashes[random() % hashes.size()], hash_of(13, 1)})
                ASSERT_EQ(store->has_weak(hash), truth.contains(hash)) << "byte " << at;
        } catch (const StoreFault&) {
            ++told;
        }
        ASSERT_EQ(::pwrite(fd.get(), &good[at], 1, static_cast<off_t>(at)), 1);
    }
    EXPECT_GT(told, 100U);
}

}  // namespace
}  // namespace ramd::test
