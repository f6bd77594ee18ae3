// SPDX-License-Identifier: LGPL-2.1-or-later
// What becomes of a database in which bits have changed.
#include <gmock/gmock.h>

#include <map>
#include <random>

#include "ramd/store/lmdb_transaction.h"
#include "ramd/store/store_records.h"
#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int people = 40;

class DamageTest : public StoreTest {
protected:
    DamageTest() {
        const auto store = open();
        for (int i = 0; i < people; ++i) (void)create(*store, name(i));
        // Some have been changed since, so that old pages with their old records lie in the file.
        for (int i = 0; i < people; i += 7) {
            Profile profile = store->find(user(name(i))).value();
            profile.hash.text = "changed " + std::to_string(i);
            (void)store->commit(revoking(profile));
        }
        (void)store->commit(erase(user(name(1)), 1));
        for (int i = 0; i < people; ++i)
            if (i != 1) truth[name(i)] = store->find(user(name(i)))->hash.text;
        good = contents_of(data());
    }

    static std::string name(int i) { return "user" + std::to_string(i); }

    struct Outcome {
        int refused = 0;
        int damaged = 0;
        int silent = 0;
    };

    // One look at a database: every user right, or said to be unavailable.
    void look(Outcome& outcome) const {
        std::unique_ptr<Store> store;
        try {
            store = open();
        } catch (const StoreFault&) {
            ++outcome.refused;
            return;
        }
        for (const auto& [user_name, hash] : truth) {
            try {
                const auto found = store->find(user(user_name));
                if (!found || found->hash.text != hash) ++outcome.silent;
            } catch (const DamagedRecord&) {
                ++outcome.damaged;
            }
        }
        if (store->find(user(name(1)))) ++outcome.silent;
        if (store->revocations().size() != (people + 6) / 7) ++outcome.silent;
    }

    // Flips a bit of the file where it lies; twice, and it is as before.
    void flip(std::size_t bit) {
        char byte = good[bit / 8];
        byte = good[bit / 8] = static_cast<char>(byte ^ (1 << (bit % 8)));
        const ramauth::UniqueFd fd(::open(data().c_str(), O_WRONLY | O_CLOEXEC));
        ASSERT_EQ(::pwrite(fd.get(), &byte, 1, static_cast<off_t>(bit / 8)), 1);
    }
    std::size_t any_bit() { return random() % (good.size() * 8); }

    std::map<std::string, std::string> truth;
    std::string good;  // the file's bytes
    std::minstd_rand random{1};
};

TEST_F(DamageTest, S1_a_flipped_bit_is_never_a_wrong_answer) {
    Outcome outcome;
    for (int round = 0; round < 3000; ++round) {
        const std::size_t bit = any_bit();
        flip(bit);
        look(outcome);
        flip(bit);
    }
    EXPECT_EQ(outcome.silent, 0);
    EXPECT_GT(outcome.damaged, 0);
    EXPECT_GT(outcome.refused, 0);
    std::printf("3000 flips: %d refused, %d records damaged, %d silent\n", outcome.refused,
                outcome.damaged, outcome.silent);
}

TEST_F(DamageTest, S1_every_bit_of_the_two_meta_pages_counts) {
    Outcome outcome;
    for (const std::size_t page : {0U, 4096U}) {
        for (std::size_t bit = page * 8; bit < (page + 16 + 136) * 8; ++bit) {
            flip(bit);
            look(outcome);
            flip(bit);
        }
    }
    EXPECT_EQ(outcome.silent, 0);
    EXPECT_GT(outcome.refused, 1000);
}

TEST_F(DamageTest, S1_many_flipped_bits_are_never_a_wrong_answer) {
    Outcome outcome;
    for (int round = 0; round < 200; ++round) {
        std::vector<std::size_t> bits(30);
        for (std::size_t& bit : bits) flip(bit = any_bit());
        look(outcome);
        for (const std::size_t bit : bits) flip(bit);
    }
    EXPECT_EQ(outcome.silent, 0);
}

TEST_F(DamageTest, S1_zeroed_pages_are_never_a_wrong_answer) {
    Outcome outcome;
    for (std::size_t page = 0; page < good.size() / 4096; ++page) {
        std::string bad = good;
        bad.replace(page * 4096, 4096, 4096, '\0');
        write_file(data(), bad);
        look(outcome);
    }
    EXPECT_EQ(outcome.silent, 0);
}

TEST_F(DamageTest, S1_a_file_that_was_cut_is_refused_at_every_page_and_odd_byte) {
    for (std::size_t size = 0; size + 1 < good.size(); size += 6144 + 1) {
        write_file(data(), std::string_view(good).substr(0, size));
        EXPECT_NE(refusal(state, key, markers), "") << size;
        EXPECT_EQ(contents_of(data()).size(), size);
    }
}

// Changes records behind the store's back.
class SwapTest : public StoreTest {
protected:
    void edit(const std::function<void(LmdbTransaction&, const Databases&)>& body) const {
        const LmdbEnv env(state, LmdbShape::directory, LmdbMode::shared, 64UL << 20);
        LmdbTransaction transaction(env, LmdbTransaction::Access::write);
        body(transaction, open_databases(transaction, false).value());
        transaction.commit();
    }
    // LMDB's pages are left whole: only bytes of a value are changed.
    void overwrite(std::string_view old_bytes, std::string_view new_bytes) const {
        std::string bytes = contents_of(data());
        for (auto at = bytes.find(old_bytes); at != std::string::npos;
             at = bytes.find(old_bytes, at + 1))
            bytes.replace(at, new_bytes.size(), new_bytes);
        write_file(data(), bytes);
    }
    // The same while the store is open, which sees it through its map.
    void damage_in_place(const std::string& value) const {
        const std::string bytes = contents_of(data());
        const ramauth::UniqueFd fd(::open(data().c_str(), O_WRONLY | O_CLOEXEC));
        for (auto at = bytes.find(value); at != std::string::npos; at = bytes.find(value, at + 1))
            ASSERT_EQ(::pwrite(fd.get(), "damage", 6, static_cast<off_t>(at + 40)), 6);
    }
    [[nodiscard]] std::string value_of(const char* name) const {
        const LmdbEnv env(state, LmdbShape::directory, LmdbMode::read_only, 64UL << 20);
        LmdbTransaction transaction(env, LmdbTransaction::Access::read);
        const auto databases = open_databases(transaction, false).value();
        return std::string(transaction.get(databases.profiles, name).value());
    }
};

TEST_F(SwapTest, One_damaged_record_is_that_users_trouble_alone) {
    for (const char* name : {"alice", "bob", "carol"}) (void)create(*open(), name);
    std::string value = value_of("bob");
    const std::string old = value;
    value[value.size() / 2] = static_cast<char>(value[value.size() / 2] ^ 1);
    overwrite(old, value);
    std::filesystem::remove(markers + "/bob");
    const auto store = open();
    EXPECT_THROW((void)store->find(user("bob")), DamagedRecord);
    EXPECT_TRUE(store->find(user("alice")));
    std::vector<std::string> damaged;
    EXPECT_EQ(store->list("", 10, &damaged).size(), 2U);
    EXPECT_THAT(damaged, ElementsAre("bob"));
    EXPECT_TRUE(has_marker("bob")) << "a damaged record keeps its marker";
    EXPECT_THROW((void)create(*store, "bob"), DamagedRecord);
}

TEST_F(SwapTest, A_damaged_record_can_be_deleted_and_made_anew) {
    for (const char* name : {"alice", "bob"}) (void)create(*open(), name);
    std::string value = value_of("bob");
    const std::string old = value;
    value.back() = static_cast<char>(value.back() ^ 1);
    overwrite(old, value);
    {
        const auto store = open();
        (void)store->commit(put(store->find(user("alice")).value()));
        EXPECT_FALSE(store->commit(erase(user("bob"), 0)).conflict);
        EXPECT_FALSE(has_marker("bob"));
    }
    const auto store = open();
    EXPECT_FALSE(store->find(user("bob")));
    EXPECT_FALSE(create(*store, "bob").conflict);
}

TEST_F(SwapTest, Records_swapped_between_users_are_damaged) {
    for (const char* name : {"alice", "bobby"}) (void)create(*open(), name);
    const std::string alice = value_of("alice");
    const std::string bobby = value_of("bobby");
    ASSERT_EQ(alice.size(), bobby.size());
    overwrite(alice, bobby);
    const auto store = open();
    EXPECT_THROW((void)store->find(user("alice")), DamagedRecord);
    EXPECT_TRUE(store->find(user("bobby")));
}

TEST_F(SwapTest, An_old_record_that_was_put_back_is_refused) {
    (void)create(*open(), "alice");
    const std::string old = value_of("alice");
    {
        const auto store = open();
        (void)store->commit(put(store->find(user("alice")).value()));
    }
    overwrite(value_of("alice"), old);
    EXPECT_THAT(refusal(state, key, markers), HasSubstr("old records have come back"));
}

TEST_F(SwapTest, A_record_that_was_taken_out_is_noticed) {
    for (const char* name : {"alice", "bob"}) (void)create(*open(), name);
    edit([](LmdbTransaction& transaction, const Databases& databases) {
        (void)transaction.erase(databases.profiles, "bob");
    });
    EXPECT_THAT(refusal(state, key, markers), HasSubstr("is damaged"));
}

TEST_F(SwapTest, Damage_while_the_store_is_open_is_noticed_too) {
    for (const char* name : {"alice", "bob"}) (void)create(*open(), name);
    const auto store = open();
    damage_in_place(value_of("bob"));
    EXPECT_THROW((void)store->find(user("bob")), DamagedRecord);
    EXPECT_TRUE(store->find(user("alice")));
}

TEST_F(SwapTest, S1_a_record_that_was_damaged_while_the_store_is_open_can_be_erased) {
    for (const char* name : {"alice", "bob"}) (void)create(*open(), name);
    {
        const auto store = open();
        const StoreChange erase_bob{.put = {}, .erase = user("bob"), .revoke = {}, .policy = {}};
        EXPECT_TRUE(store->commit(erase_bob).conflict) << "0 is no version of a sound record";
        damage_in_place(value_of("bob"));
        EXPECT_FALSE(store->commit(erase_bob).conflict);
        EXPECT_FALSE(store->find(user("bob")));
        EXPECT_FALSE(has_marker("bob"));
    }
    const auto store = open();
    EXPECT_TRUE(store->find(user("alice")));
    EXPECT_FALSE(create(*store, "bob").conflict);
}

}  // namespace
}  // namespace ramd::test
