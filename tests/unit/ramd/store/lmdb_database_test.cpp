// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/lmdb_database.h"

#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

void write(LmdbDatabase& database, const char* name) {
    database.write([&](StoreRecords& records, StoreState& stored) {
        Profile profile = profile_of(name);
        profile.version = 1;
        toggle(stored.names, records.name_mark(profile.user));
        toggle(stored.versions, records.version_mark(name, 1));
        records.put(profile);
    });
}

bool has(const LmdbDatabase& database, const char* name) {
    bool found = false;
    database.read([&](LmdbTransaction&, const StoreRecords& records) {
        found = records.profile(name).has_value();
    });
    return found;
}

TEST_F(StoreTest, After_giving_memory_back_everything_is_there_and_can_be_written) {
    {
        LmdbDatabase database(state, key, {});
        write(database, "ann");
        database.give_back_memory();
        EXPECT_TRUE(has(database, "ann"));
        write(database, "bob");
        database.give_back_memory();
        EXPECT_TRUE(has(database, "bob"));
    }
    const auto store = open();
    EXPECT_TRUE(store->find(user("ann")));
    EXPECT_TRUE(store->find(user("bob")));
}

TEST_F(StoreTest, A_record_that_is_too_long_to_be_read_is_not_written) {
    LmdbDatabase database(state, key, {});
    Profile profile = profile_of("ann");
    // Every byte of it is written as six.
    profile.last_login_source = profile.recovery_email = profile.recovery_mobile =
        std::string(4096, '\x01');
    profile.version = 1;
    EXPECT_THROW(database.write([&](StoreRecords& records, StoreState&) { records.put(profile); }),
                 std::invalid_argument);
    write(database, "ann");
    EXPECT_TRUE(has(database, "ann"));
}

}  // namespace
}  // namespace ramd::test
