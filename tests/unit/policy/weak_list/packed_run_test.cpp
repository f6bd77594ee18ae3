// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/packed_run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <random>

#include "policy/weak_list/output_file.h"
#include "tests/unit/policy/weak_list/scratch_files.h"

namespace ramauth::weak_list {
namespace {

class PackedRuns : public ::testing::Test {
protected:
    std::vector<Sighting> read(const PackedRun& run, std::size_t memory = 1 << 20) const {
        RunReader reader(file.get(), run, memory);
        return read(reader);
    }
    static std::vector<Sighting> read(RunReader& reader) {
        std::vector<Sighting> all;
        for (auto some = reader.next(); !some.empty(); some = reader.next())
            all.insert(all.end(), some.begin(), some.end());
        return all;
    }

    ScratchFiles files;
    UniqueFd file = nameless_file(files.path(""));
};

TEST_F(PackedRuns, give_back_steps_and_counts_of_every_size) {
    std::vector<Sighting> entries{{0, 1}, {0, uncounted}, {0, uncounted - 1}};
    for (unsigned bits = 0; bits < 64; ++bits) {
        const Key step = Key{1} << bits;
        if (entries.back().key > ~Key{0} - step) break;
        entries.push_back({entries.back().key + step, bits < 32 ? 1U << bits : uncounted});
    }
    entries.push_back({~Key{0}, 7});
    RunWriter writer(file.get());
    writer.add(entries);
    const auto runs = writer.finish();
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(read(runs[0]), entries);
}

TEST_F(PackedRuns, go_on_where_the_next_entries_follow_and_end_where_they_do_not) {
    std::mt19937_64 random(1);
    std::vector<Sighting> entries(200'000);
    Key key = 0;
    for (auto& entry : entries) entry = {key += random() >> 20U, uncounted};
    RunWriter writer(file.get());
    const std::span<const Sighting> all(entries);
    writer.add(all.first(1));
    writer.add(all.subspan(1, 0));
    writer.add(all.subspan(1, 100'000));
    writer.add(all.subspan(100'001));
    writer.add(all.first(70));
    const auto runs = writer.finish();
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(read(runs[0]), entries);
    EXPECT_EQ(read(runs[0], 1), entries) << "with as little memory as there can be";
    EXPECT_EQ(read(runs[1]), std::vector<Sighting>(entries.begin(), entries.begin() + 70));
    EXPECT_EQ(runs[0].last, key);
    EXPECT_LT(runs[0].end - runs[0].begin, 200'000 * 6.5) << "steps of 44 bits take six bytes";
}

TEST_F(PackedRuns, are_read_again_from_the_start) {
    const std::vector<Sighting> entries{{5, 1}, {6, 2}};
    RunWriter writer(file.get());
    writer.add(entries);
    const auto runs = writer.finish();
    RunReader reader(file.get(), runs.at(0), 4096);
    EXPECT_EQ(read(reader), entries);
    reader.rewind();
    EXPECT_EQ(read(reader), entries);
}

TEST_F(PackedRuns, in_a_file_that_was_cut_short_are_a_fault_of_the_disk) {
    RunWriter writer(file.get());
    writer.add(std::vector<Sighting>{{5, 1}, {6, 2}});
    const auto runs = writer.finish();
    ASSERT_EQ(::ftruncate(file.get(), 4), 0);
    EXPECT_THROW((void)read(runs.at(0)), std::system_error);
}

}  // namespace
}  // namespace ramauth::weak_list
