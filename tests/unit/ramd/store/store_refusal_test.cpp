// SPDX-License-Identifier: LGPL-2.1-or-later
// What is not a whole database of this host is refused with a reason, and not touched.
#include <gmock/gmock.h>
#include <sodium.h>

#include <map>

#include "ramd/store/lmdb_transaction.h"
#include "ramd/store/store_records.h"
#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using Access = LmdbTransaction::Access;

// Every file of a directory with its bytes.
std::map<std::string, std::string> snapshot(const std::string& directory) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
        files[entry.path().filename()] =
            entry.is_regular_file() ? contents_of(entry.path()) : "not a file";
    return files;
}

class RefusalTest : public StoreTest {
protected:
    // Both ways in refuse it, say so with `text`, and leave every byte as it was.
    void expect_refused(const char* text, const Secret& with) const {
        const auto before = snapshot(state);
        EXPECT_THAT(refusal(state, with, markers), AllOf(HasSubstr(text), HasSubstr(state)));
        EXPECT_EQ(snapshot(state), before);
        EXPECT_THROW(create_store(state, with, markers), StoreFault);
        EXPECT_EQ(snapshot(state), before);
    }
    void expect_refused(const char* text) const { expect_refused(text, key); }

    void write_sentinel(std::string_view json) const {
        const LmdbEnv env(state, LmdbShape::directory, LmdbMode::unlocked, 64UL << 20);
        LmdbTransaction transaction(env, Access::write);
        const auto databases = open_databases(transaction, false).value();
        transaction.put(databases.meta, "sentinel", RecordSeal(key).seal("meta", "sentinel", json));
        transaction.commit();
    }
    void zero(std::size_t offset, std::size_t size) const {
        std::string bytes = contents_of(data());
        bytes.replace(offset, size, size, '\0');
        write_file(data(), bytes);
    }
};

TEST_F(RefusalTest, F8_a_missing_database_is_refused_and_none_is_made) {
    std::filesystem::remove(data());
    EXPECT_THAT(refusal(state, key, markers), HasSubstr("is missing"));
    EXPECT_TRUE(std::filesystem::is_empty(state));
}

TEST_F(RefusalTest, F8_a_database_that_was_lost_is_not_replaced_by_an_empty_one) {
    (void)create(*open(), "alice");
    std::filesystem::remove(data());
    expect_refused("is missing");
}

// A lost key brings --init-store here as well.
TEST_F(RefusalTest, F8_no_database_is_made_while_accounts_are_marked) {
    (void)create(*open(), "alice");
    for (const char* name : {database_file, lock_file}) std::filesystem::remove(state + "/" + name);
    ASSERT_TRUE(std::filesystem::is_empty(state));
    EXPECT_THROW(create_store(state, key, markers), StoreFault);
    EXPECT_TRUE(std::filesystem::is_empty(state));
    EXPECT_TRUE(has_marker("alice"));
    std::filesystem::remove(markers + "/alice");
    EXPECT_NO_THROW(create_store(state, key, markers));
}

TEST_F(RefusalTest, F8_an_empty_file_is_refused) {
    write_file(data(), "");
    expect_refused("empty");
}

TEST_F(RefusalTest, F8_another_kind_of_file_is_refused) {
    write_file(data(), std::string(20'000, 'x'));
    expect_refused("does not begin as a database");
    write_file(data(), "short");
    expect_refused("cut short");
}

TEST_F(RefusalTest, F8_another_programs_database_is_refused) {
    std::filesystem::remove(data());
    {
        const LmdbEnv env(state, LmdbShape::directory, LmdbMode::unlocked, 1UL << 20);
        LmdbTransaction transaction(env, Access::write);
        transaction.put(transaction.database("accounts", true).value(), "alice", "1");
        transaction.commit();
    }
    expect_refused("database of another program");
}

TEST_F(RefusalTest, F8_a_database_without_our_first_record_is_refused) {
    {
        const LmdbEnv env(state, LmdbShape::directory, LmdbMode::unlocked, 64UL << 20);
        LmdbTransaction transaction(env, Access::write);
        const auto databases = open_databases(transaction, false).value();
        (void)transaction.erase(databases.meta, "sentinel");
        transaction.commit();
    }
    expect_refused("is not the database of this host");
}

TEST_F(RefusalTest, F8_a_database_under_another_key_is_refused) {
    (void)create(*open(), "alice");
    expect_refused("is not the database of this host", key_of('K'));
    EXPECT_TRUE(open()->find(user("alice")));
}

TEST_F(RefusalTest, F8_S8_a_newer_schema_is_refused) {
    write_sentinel(R"({"Schema":5,"StoreId":"00","Something":"new"})");
    expect_refused("newer ramd");
}

TEST_F(RefusalTest, F8_an_older_schema_is_refused) {
    for (const char* sentinel :
         {R"({"Schema":0,"StoreId":"00"})", R"({"Schema":1,"StoreId":"00"})",
          R"({"Schema":2,"StoreId":"00"})", R"({"Schema":3,"StoreId":"00"})"}) {
        write_sentinel(sentinel);
        expect_refused("older schema");
    }
}

TEST_F(RefusalTest, F8_an_older_schema_with_fewer_parts_is_refused_as_such) {
    for (const auto& [schema, text] :
         {std::pair{2, "older schema"}, std::pair{4, "a part of it has been lost"}}) {
        std::filesystem::remove(data());
        {
            const LmdbEnv env(state, LmdbShape::directory, LmdbMode::unlocked, 1UL << 20);
            LmdbTransaction transaction(env, Access::write);
            for (const char* part : {"meta", "profiles", "revocations"})
                (void)transaction.database(part, true);
            transaction.commit();
        }
        write_sentinel("{\"Schema\":" + std::to_string(schema) + ",\"StoreId\":\"00\"}");
        ::chmod(data().c_str(), 0600);
        expect_refused(text);
    }
}

TEST_F(RefusalTest, F8_zeroed_meta_pages_are_refused) {
    const std::string good = contents_of(data());
    zero(0, 4096);
    expect_refused("does not begin as a database");
    write_file(data(), good);
    zero(4096, 4096);
    expect_refused("a meta page is overwritten");
    zero(0, 4096);
    expect_refused("does not begin as a database");
}

TEST_F(RefusalTest, F8_a_truncated_database_is_refused_before_it_is_mapped) {
    const std::string good = contents_of(data());
    for (const std::size_t size : {1UL, 100UL, 4096UL, 8191UL, 8192UL, good.size() - 1}) {
        write_file(data(), std::string_view(good).substr(0, size));
        expect_refused("cut short");
    }
}

TEST_F(RefusalTest, S7_a_directory_or_file_that_others_may_read_is_refused) {
    ::chmod(data().c_str(), 0640);
    expect_refused("open to other users");
    ::chmod(data().c_str(), 0600);
    ::chmod(state.c_str(), 0750);
    expect_refused("open to other users");
}

TEST_F(RefusalTest, S7_another_users_directory_or_file_is_refused) {
    ASSERT_EQ(::chown(data().c_str(), 65534, 65534), 0) << "the tests run as root";
    expect_refused("belongs to uid 65534");
    ASSERT_EQ(::chown(data().c_str(), 0, 0), 0);
    ASSERT_EQ(::chown(state.c_str(), 65534, 65534), 0);
    expect_refused("belongs to uid 65534");
}

TEST_F(RefusalTest, S7_symbolic_links_are_refused) {
    std::filesystem::create_symlink(state, root.path() + "/link");
    EXPECT_THAT(refusal(root.path() + "/link", key, markers), HasSubstr("symbolic link"));
    std::filesystem::rename(data(), state + "/real");
    std::filesystem::create_symlink("real", data());
    expect_refused("symbolic link");
}

TEST_F(RefusalTest, A_directory_that_is_missing_is_refused_by_its_name) {
    EXPECT_THAT(refusal(root.path() + "/nowhere", key, markers), HasSubstr("/nowhere"));
    EXPECT_THAT(refusal(state, key, root.path() + "/nomarkers"), HasSubstr("/nomarkers"));
}

TEST_F(RefusalTest, Creating_twice_is_fine_and_loses_nothing) {
    (void)create(*open(), "alice");
    const auto before = snapshot(state);
    EXPECT_NO_THROW(create_store(state, key, markers));
    EXPECT_EQ(snapshot(state), before);
    EXPECT_TRUE(open()->find(user("alice")));
}

TEST_F(RefusalTest, A_store_is_made_in_an_empty_directory_only) {
    const std::string other = root.make("other", 0700);
    write_file(other + "/something", "of somebody's");
    EXPECT_THROW(create_store(other, key, markers), StoreFault);
    EXPECT_THAT(snapshot(other),
                ::testing::ElementsAre(::testing::Pair("something", "of somebody's")));
}

TEST_F(RefusalTest, What_an_interrupted_creation_left_is_made_anew) {
    const std::string other = root.make("other", 0700);
    write_file(other + "/data.mdb.new", "half");
    EXPECT_NO_THROW(create_store(other, key, markers));
    EXPECT_FALSE(std::filesystem::exists(other + "/data.mdb.new"));
    EXPECT_EQ(refusal(other, key, markers), "");
}

}  // namespace
}  // namespace ramd::test
