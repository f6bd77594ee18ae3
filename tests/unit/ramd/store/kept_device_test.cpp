// SPDX-License-Identifier: LGPL-2.1-or-later
// Devices that outlive their profile.
#include <gmock/gmock.h>

#include "ramd/store/lmdb_env.h"
#include "ramd/store/store_records.h"
#include "tests/unit/ramd/store/store_fixture.h"

namespace ramd::test {
namespace {

using ::testing::HasSubstr;

TotpDevice device_of(char byte) {
    return {.algorithm = TotpAlgorithm::sha256,
            .seed = std::string(32, byte),
            .bound = ramauth::from_wire(1'700'000'000'000'002),
            .last_step = 57'000'000,
            .recovery_codes = {std::string(96, 'a')}};
}

class KeptDeviceTest : public StoreTest {
protected:
    static void make(Store& store, const char* name, char byte, unsigned uid = 1000) {
        Profile profile = profile_of(name, uid);
        profile.device = device_of(byte);
        StoreChange change = put(profile);
        change.raise_epoch = true;
        ASSERT_FALSE(store.commit(change).conflict);
    }
    static void clear(Store& store, const char* name) {
        const Profile profile = store.find(user(name)).value();
        StoreChange change = erase(profile.user, profile.version);
        change.raise_epoch = true;
        change.keep_device = KeptDevice{profile.user, profile.uid, profile.device.value()};
        ASSERT_FALSE(store.commit(change).conflict);
    }
    // The sealed record of the device, as it lies in the file.
    [[nodiscard]] std::string value_of(const char* name) const {
        const LmdbEnv env(state, LmdbShape::directory, LmdbMode::unlocked, 64UL << 20);
        LmdbTransaction transaction(env, LmdbTransaction::Access::read);
        const auto databases = open_databases(transaction, false).value();
        return std::string(transaction.get(databases.devices, name).value());
    }
    // LMDB's pages are left whole: only bytes of a value are changed.
    void overwrite(const std::string& value, const std::string& by) const {
        ASSERT_EQ(value.size(), by.size());
        std::string bytes = contents_of(data());
        for (auto at = bytes.find(value); at != std::string::npos; at = bytes.find(value, at + 1))
            bytes.replace(at, by.size(), by);
        write_file(data(), bytes);
    }
    void damage(const char* name) const {
        std::string value = value_of(name);
        const std::string good = value;
        value[40] = static_cast<char>(value[40] ^ 1);
        overwrite(good, value);
    }
};

TEST_F(KeptDeviceTest, A_device_that_is_kept_is_there_after_opening_again) {
    const KeptDevice kept{user("ann"), Uid{1000}, device_of('s')};
    {
        const auto store = open();
        make(*store, "ann", 's');
        EXPECT_FALSE(store->kept_device(user("ann")));
        EXPECT_TRUE(store->kept_devices().empty());
        clear(*store, "ann");
        EXPECT_EQ(store->kept_device(user("ann")), kept);
    }
    const auto store = open();
    EXPECT_FALSE(store->find(user("ann")));
    EXPECT_EQ(store->kept_device(user("ann")), kept);
    EXPECT_EQ(store->kept_devices(), std::vector{user("ann")});
    EXPECT_FALSE(has_marker("ann"));
}

TEST_F(KeptDeviceTest, A_profile_that_is_made_takes_its_place_and_one_of_another_name_does_not) {
    {
        const auto store = open();
        make(*store, "ann", 's');
        clear(*store, "ann");
        (void)create(*store, "bob");
        EXPECT_TRUE(store->kept_device(user("ann")));
        (void)create(*store, "ann");
        EXPECT_FALSE(store->kept_device(user("ann")));
        EXPECT_TRUE(store->kept_devices().empty());
    }
    const auto store = open();
    EXPECT_FALSE(store->kept_device(user("ann")));
    EXPECT_FALSE(store->find(user("ann"))->device) << "who makes the profile puts it in";
}

TEST_F(KeptDeviceTest, A_device_that_is_dropped_is_gone_and_none_is_dropped_in_vain) {
    {
        const auto store = open();
        make(*store, "ann", 's');
        clear(*store, "ann");
        StoreChange change;
        change.drop_device = user("ann");
        (void)store->commit(change);
        EXPECT_FALSE(store->kept_device(user("ann")));
        (void)store->commit(change);
    }
    EXPECT_TRUE(open()->kept_devices().empty());
}

TEST_F(KeptDeviceTest, A_change_that_did_not_come_about_keeps_nothing) {
    const auto store = open();
    make(*store, "ann", 's');
    StoreChange change = erase(user("ann"), 77);
    change.raise_epoch = true;
    change.keep_device = KeptDevice{user("ann"), Uid{1000}, device_of('s')};
    EXPECT_TRUE(store->commit(change).conflict);
    EXPECT_FALSE(store->kept_device(user("ann")));
    change.erase_version = 1;
    change.keep_device->device.seed = "short";
    EXPECT_THROW((void)store->commit(change), std::invalid_argument);
    EXPECT_FALSE(store->kept_device(user("ann")));
    EXPECT_TRUE(store->find(user("ann")));
    change.keep_device = KeptDevice{user("bob"), Uid{1000}, device_of('s')};
    EXPECT_THROW((void)store->commit(change), std::invalid_argument);
}

TEST_F(KeptDeviceTest, S3_an_earlier_record_that_comes_back_is_not_believed) {
    {
        const auto store = open();
        make(*store, "ann", 's');
        clear(*store, "ann");
    }
    const std::string earlier = value_of("ann");
    {
        const auto store = open();
        (void)create(*store, "ann");
        Profile ann = store->find(user("ann")).value();
        ann.device = device_of('t');
        (void)store->commit(put(ann));
        clear(*store, "ann");
    }
    ASSERT_EQ(refusal(state, key, markers), "");
    overwrite(value_of("ann"), earlier);
    EXPECT_THAT(refusal(state, key, markers), HasSubstr("old records have come back"));
}

TEST_F(KeptDeviceTest, S3_a_record_in_the_place_of_another_is_not_believed) {
    {
        const auto store = open();
        make(*store, "ann", 's');
        make(*store, "bob", 't');
        clear(*store, "ann");
        clear(*store, "bob");
    }
    overwrite(value_of("ann"), value_of("bob"));
    const auto store = open();
    EXPECT_THROW((void)store->kept_device(user("ann")), DamagedRecord);
    EXPECT_TRUE(store->kept_device(user("bob")));
}

TEST_F(KeptDeviceTest, S1_a_damaged_one_is_one_users_trouble_and_goes_with_the_next_profile) {
    {
        const auto store = open();
        make(*store, "ann", 's');
        make(*store, "bob", 't');
        clear(*store, "ann");
    }
    damage("ann");
    {
        const auto store = open();
        EXPECT_TRUE(store->find(user("bob")));
        EXPECT_THROW((void)store->kept_device(user("ann")), DamagedRecord);
        EXPECT_EQ(store->kept_devices(), std::vector{user("ann")});
        (void)store->commit(put(store->find(user("bob")).value()));
        StoreChange change = put(profile_of("ann"));
        change.erase = user("bob");
        change.erase_version = 2;
        change.raise_epoch = true;
        EXPECT_FALSE(store->commit(change).conflict);
        EXPECT_FALSE(store->kept_device(user("ann")));
    }
    const auto store = open();
    EXPECT_TRUE(store->find(user("ann")));
    EXPECT_FALSE(store->find(user("bob")));
    EXPECT_TRUE(store->kept_devices().empty());
}

TEST_F(KeptDeviceTest, S1_damage_while_it_is_open_is_noticed_too) {
    const auto store = open();
    make(*store, "ann", 's');
    clear(*store, "ann");
    const std::string value = value_of("ann");
    const std::string bytes = contents_of(data());
    const ramauth::UniqueFd fd(::open(data().c_str(), O_WRONLY | O_CLOEXEC));
    for (auto at = bytes.find(value); at != std::string::npos; at = bytes.find(value, at + 1))
        ASSERT_EQ(::pwrite(fd.get(), "damage", 6, static_cast<off_t>(at + 40)), 6);
    EXPECT_THROW((void)store->kept_device(user("ann")), DamagedRecord);
    (void)create(*store, "ann");
    EXPECT_FALSE(store->kept_device(user("ann")));
}

TEST_F(KeptDeviceTest, The_seed_lies_in_the_file_sealed) {
    {
        const auto store = open();
        make(*store, "ann", 's');
        clear(*store, "ann");
    }
    const std::string bytes = contents_of(data());
    EXPECT_EQ(bytes.find(std::string(32, 's')), std::string::npos);
    EXPECT_EQ(bytes.find("7373737373"), std::string::npos) << "in hexadecimal";
}

}  // namespace
}  // namespace ramd::test
