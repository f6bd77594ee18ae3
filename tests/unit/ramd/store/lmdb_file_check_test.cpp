// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_file_check.h"

#include <random>

#include "ramd/store/lmdb_transaction.h"
#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

using Access = LmdbTransaction::Access;

class FileCheckTest : public ::testing::Test {
protected:
    void check() const {
        const ramauth::UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        ASSERT_TRUE(fd);
        check_lmdb_file(fd.get(), path);
    }

    TemporaryDirectory root;
    std::string path = root.path() + "/data.mdb";
    std::minstd_rand random{7};
};

// Adds and erases at random, small values and such that need pages of their own.
void change_at_random(LmdbTransaction& transaction, MDB_dbi database, std::minstd_rand& random) {
    for (auto i = random() % 20; i > 0; --i) {
        const std::string key = "key" + std::to_string(random() % 400);
        if (random() % 3 == 0)
            (void)transaction.erase(database, key);
        else
            transaction.put(database, key,
                            std::string(random() % (random() % 4 ? 900 : 9000), 'v'));
    }
}

TEST_F(FileCheckTest, Whatever_LMDB_writes_passes) {
    const LmdbEnv env(path, LmdbShape::file, LmdbMode::unlocked, 256UL << 20);
    for (int round = 0; round < 2000; ++round) {
        LmdbTransaction transaction(env, Access::write);
        change_at_random(transaction, *transaction.database("one", true), random);
        change_at_random(transaction, *transaction.database("two", true), random);
        if (random() % 8 == 0) continue;  // aborted
        transaction.commit();
        if (round % 3 != 0) continue;
        ASSERT_NO_THROW(check()) << round;
    }
}

TEST_F(FileCheckTest, A_tree_that_was_emptied_again_passes) {
    const LmdbEnv env(path, LmdbShape::file, LmdbMode::unlocked, 64UL << 20);
    for (const bool fill : {true, false}) {
        LmdbTransaction transaction(env, Access::write);
        const MDB_dbi database = *transaction.database("one", true);
        for (int i = 0; i < 5000; ++i) {
            const std::string key = "key" + std::to_string(i);
            if (fill) transaction.put(database, key, std::string(500, 'v'));
            if (!fill) (void)transaction.erase(database, key);
        }
        transaction.commit();
        EXPECT_NO_THROW(check());
    }
}

}  // namespace
}  // namespace ramd::test
