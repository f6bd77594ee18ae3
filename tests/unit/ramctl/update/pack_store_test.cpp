// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/pack_store.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/unit/ramctl/update/stage.h"

namespace ramctl::update {
namespace {

using testing::Folder;
using ::testing::HasSubstr;

Pack pack_of(unsigned number) {
    Pack pack;
    pack.number = number;
    pack.ranges[0] = {testing::test_now, "e", testing::entries_of({number * ranges_per_pack}, 5)};
    return pack;
}

TEST(PackStore, keeps_a_file_a_pack) {
    const Folder folder;
    const PackStore store(folder.path(), "https://a.test");
    EXPECT_FALSE(store.read(0xABC));
    store.write(pack_of(0xABC));
    EXPECT_TRUE(std::filesystem::exists(folder.path() + "/ABC.pack"));
    ASSERT_TRUE(store.read(0xABC));
    EXPECT_EQ(store.read(0xABC)->ranges, pack_of(0xABC).ranges);
    EXPECT_FALSE(store.read(0xABD));
}

TEST(PackStore, a_damaged_pack_is_named) {
    const Folder folder;
    const PackStore store(folder.path(), "https://a.test");
    store.write(pack_of(0));
    std::ofstream(folder.path() + "/000.pack", std::ios::app) << "x";
    try {
        (void)store.read(0);
        FAIL();
    } catch (const DamagedFile& fault) {
        EXPECT_THAT(fault.what(), HasSubstr(folder.path() + "/000.pack: "));
    }
}

TEST(PackStore, what_a_kill_left_unfinished_is_in_nobodys_way) {
    const Folder folder;
    const PackStore store(folder.path(), "https://a.test");
    std::ofstream(folder.path() + "/unfinished") << std::string(100'000, 'x');
    store.write(pack_of(1));
    EXPECT_EQ(store.read(1)->ranges, pack_of(1).ranges);
}

TEST(PackStore, no_folder_is_an_error_of_the_system) {
    EXPECT_THROW(PackStore("/nonexistent", "https://a.test"), std::system_error);
}

}  // namespace
}  // namespace ramctl::update
