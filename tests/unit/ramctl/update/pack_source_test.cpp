// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/pack_source.h"

#include <gtest/gtest.h>

#include "tests/unit/ramctl/update/stage.h"

namespace ramctl::update {
namespace {

using ramauth::weak_list::Sighting;
using testing::Folder;

void fill(const PackStore& store, unsigned number) {
    Pack pack;
    pack.number = number;
    for (unsigned i = 0; i < ranges_per_pack; ++i)
        pack.ranges.at(i) = {testing::test_now, "",
                             testing::entries_of({number * ranges_per_pack + i}, i % 3)};
    store.write(pack);
}

std::vector<Key> walk(PackSource& source) {
    std::vector<Key> keys;
    for (auto some = source.next(); !some.empty(); some = source.next())
        for (const auto& sighting : some) keys.push_back(sighting.key);
    return keys;
}

TEST(PackSource, gives_the_ranges_of_its_span_in_order_and_again) {
    const Folder folder;
    const PackStore store(folder.path(), "u");
    fill(store, 0);
    fill(store, 1);
    PackSource source(store, *parse_span("000FE-00102"));
    // FE and FF have 2 and 0 entries, 100 to 102 have 0, 1 and 2.
    const auto keys = walk(source);
    EXPECT_EQ(keys.size(), 5U);
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
    EXPECT_EQ(prefix_of(keys.front()), Prefix{0xFE});
    EXPECT_EQ(prefix_of(keys.back()), Prefix{0x102});
    source.rewind();
    EXPECT_EQ(walk(source), keys);
}

TEST(PackSource, a_pack_that_is_lost_is_named) {
    const Folder folder;
    const PackStore store(folder.path(), "u");
    fill(store, 0);
    PackSource source(store, *parse_span("00000-00100"));
    try {
        (void)walk(source);
        FAIL();
    } catch (const LostPack& lost) {
        EXPECT_EQ(lost.number, 1U);
    }
}

TEST(PackSource, a_range_that_was_never_fetched_is_a_lost_pack) {
    const Folder folder;
    const PackStore store(folder.path(), "u");
    store.write(Pack{});
    PackSource source(store, *parse_span("00000-00000"));
    EXPECT_THROW((void)walk(source), LostPack);
}

}  // namespace
}  // namespace ramctl::update
