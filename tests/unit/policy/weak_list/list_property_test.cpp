// SPDX-License-Identifier: LGPL-2.1-or-later
// Lists beside sets of the same keys.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <set>

#include "policy/weak_list/list_cell.h"
#include "tests/unit/policy/weak_list/scratch_files.h"

namespace ramauth::weak_list {
namespace {

// Keys that are made as they are asked for, in order.
class Series final : public KeySource {
public:
    // Steps from one key to the next are from 1 to `longest_step`.
    Series(std::uint64_t seed, std::uint64_t count, std::uint64_t longest_step)
        : seed_(seed), count_(count), longest_step_(longest_step), random_(seed) {}

    std::span<const Sighting> next() override {
        const std::uint64_t size = std::min<std::uint64_t>(block_.size(), count_ - given_);
        for (std::uint64_t i = 0; i < size; ++i)
            block_[i] = {last_ += 1 + random_() % longest_step_, uncounted};
        given_ += size;
        return std::span(block_).first(size);
    }
    void rewind() override {
        random_.seed(seed_);
        given_ = 0;
        last_ = 0;
    }

private:
    std::uint64_t seed_;
    std::uint64_t count_;
    std::uint64_t longest_step_;
    std::mt19937_64 random_;
    std::uint64_t given_ = 0;
    Key last_ = 0;
    std::array<Sighting, 1000> block_{};
};

WeakList list_of(const ScratchFiles& files, KeySource& source, unsigned bits) {
    BuildSettings settings;
    settings.bits_per_entry = bits;
    (void)build_list({}, {&source}, files.path("list"), settings);
    return WeakList::open(files.path("list"));
}

std::vector<Key> next_keys(KeySource& source) {
    std::vector<Key> keys;
    for (const auto& sighting : source.next()) keys.push_back(sighting.key);
    return keys;
}

// Asks for all of them, many at a time, and for some alone. How many are in the list.
std::uint64_t found_in(const WeakList& list, KeySource& source) {
    std::uint64_t found = 0;
    for (auto keys = next_keys(source); !keys.empty(); keys = next_keys(source)) {
        std::vector<ListAnswer> answers(keys.size());
        list.ask(keys, answers);
        if (list.ask(keys.front()) != answers.front())
            throw std::runtime_error("one of many is answered otherwise than one");
        found += static_cast<std::uint64_t>(std::ranges::count(answers, ListAnswer::weak));
    }
    return found;
}

constexpr std::uint64_t ten_million = 10'000'000;
// So many go through nearly all keys.
constexpr std::uint64_t longest_step = UINT64_MAX / ten_million * 2 / 1001 * 1000;

TEST(LargeList, has_each_of_ten_million_keys_and_others_as_seldom_as_its_width_says) {
    constexpr unsigned bits = 18;
    const ScratchFiles files;
    Series keys(1, ten_million, longest_step);
    const WeakList list = list_of(files, keys, bits);
    ASSERT_EQ(list.header().buckets, ten_million);
    keys.rewind();
    EXPECT_EQ(found_in(list, keys), ten_million);
    Series others(2, ten_million, longest_step);
    const double expected = std::ldexp(double{ten_million}, 2 - static_cast<int>(bits));
    EXPECT_NEAR(static_cast<double>(found_in(list, others)), expected, 6 * std::sqrt(expected));
}

// A set of cells is what a list is.
class Model {
public:
    explicit Model(const ListHeader& header) : header_(header) {}
    void add(Key key) { cells_.insert(cell(key)); }
    bool has(Key key) const { return cells_.contains(cell(key)); }
    std::size_t size() const { return cells_.size(); }

private:
    Cell cell(Key key) const { return cell_of(key, header_.buckets, header_.low_bits()); }

    ListHeader header_;
    std::set<Cell> cells_{};
};

// Some that are in it, their neighbours, and any.
void expect_same(const WeakList& list, const Model& model, const std::vector<Key>& keys,
                 std::mt19937_64& random) {
    EXPECT_EQ(list.header().entries, model.size());
    for (const Key key : keys) {
        ASSERT_EQ(list.ask(key), ListAnswer::weak);
        for (const Key near : {key - 1, key + 1, key + (random() >> 30U), random()})
            ASSERT_EQ(list.ask(near) == ListAnswer::weak, model.has(near)) << near;
    }
}

TEST(AnyList, has_what_a_set_of_its_cells_has_also_after_a_merge) {
    const ScratchFiles files;
    std::mt19937_64 random(3);
    for (int round = 0; round < 40; ++round) {
        const std::uint64_t count = 1 + random() % 3000;
        const unsigned bits = fewest_bits + random() % (most_bits - fewest_bits + 1);
        // From keys that lie beside each other to such as lie all over.
        Series source(random(), count, std::uint64_t{2} << random() % 52);
        SCOPED_TRACE(std::to_string(count) + " keys, " + std::to_string(bits) + " bits, round " +
                     std::to_string(round));
        const WeakList list = list_of(files, source, bits);
        Model model(list.header());
        std::vector<Key> keys;
        source.rewind();
        for (auto some = next_keys(source); !some.empty(); some = next_keys(source))
            keys.insert(keys.end(), some.begin(), some.end());
        for (const Key key : keys) model.add(key);
        expect_same(list, model, keys, random);

        std::vector<Key> added(1 + random() % (count / 11 + 1));
        for (Key& key : added) key = random() % 4 == 0 ? keys[random() % count] : random();
        for (const Key key : added) model.add(key);
        if (model.size() * 10 > list.header().entries * 11) continue;
        (void)merge_list(list, added, files.path("list"), {});
        keys.insert(keys.end(), added.begin(), added.end());
        expect_same(WeakList::open(files.path("list")), model, keys, random);
    }
}

}  // namespace
}  // namespace ramauth::weak_list
