// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/list_page.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace ramauth::weak_list {
namespace {

using Bytes = std::array<unsigned char, page_size>;

struct Filled {
    Bytes page;
    std::vector<Cell> cells;
    std::uint64_t buckets;
};

// As many cells as fit, `spread` buckets apart on the average.
Filled fill(unsigned low_bits, double spread, unsigned seed) {
    std::mt19937_64 random(seed);
    PageFiller filler(low_bits);
    Filled filled{{}, {}, 0};
    for (Cell cell = 0;;) {
        const std::uint64_t bucket = cell >> low_bits;
        if (filler.room() < bucket - filled.buckets) break;
        filler.end_buckets(bucket - filled.buckets);
        filled.buckets = bucket;
        if (filler.room() < low_bits + 1) break;
        filler.add(cell);
        filled.cells.push_back(cell);
        const double step = -std::log(std::generate_canonical<double, 53>(random)) * spread;
        cell += 1 + static_cast<Cell>(step * static_cast<double>(Cell{1} << low_bits));
    }
    filler.take(filled.page);
    return filled;
}

std::vector<Cell> walk(const Filled& filled, unsigned low_bits, std::uint64_t first = 0) {
    PageWalk walk(filled.page, low_bits, first, filled.buckets);
    std::vector<Cell> cells;
    for (Cell cell = 0; walk.next(cell);) cells.push_back(cell);
    EXPECT_TRUE(walk.sound());
    return cells;
}

bool has(const Bytes& page, unsigned low_bits, Cell cell) {
    return page_has(page.data(), PageShape(low_bits),
                    {cell >> low_bits, ZeroCounts::of_page(page.data())},
                    cell & ((Cell{1} << low_bits) - 1));
}

class Pages : public testing::TestWithParam<std::tuple<unsigned, double>> {};

TEST_P(Pages, give_back_what_was_put_in) {
    const auto [low_bits, spread] = GetParam();
    for (unsigned seed = 0; seed < 20; ++seed) {
        const Filled filled = fill(low_bits, spread, seed);
        ASSERT_FALSE(filled.cells.empty());
        EXPECT_EQ(walk(filled, low_bits), filled.cells);
    }
}

TEST_P(Pages, have_what_was_put_in_and_not_what_lies_beside_it) {
    const auto [low_bits, spread] = GetParam();
    for (unsigned seed = 0; seed < 5; ++seed) {
        const Filled filled = fill(low_bits, spread, seed);
        for (std::size_t i = 0; i < filled.cells.size(); ++i) {
            const Cell cell = filled.cells[i];
            ASSERT_TRUE(has(filled.page, low_bits, cell)) << "entry " << i << ", seed " << seed;
            const bool next_is_there =
                i + 1 < filled.cells.size() && filled.cells[i + 1] == cell + 1;
            const bool in_page = (cell + 1) >> low_bits < filled.buckets;
            if (in_page)
                ASSERT_EQ(has(filled.page, low_bits, cell + 1), next_is_there) << "entry " << i;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(OfEveryWidthAndDensity, Pages,
                         testing::Combine(testing::Values(8U, 16U, 17U, 29U, 30U),
                                          testing::Values(1.0, 0.01, 50.0)));

TEST(Page, that_has_no_bit_left_ends_where_its_entries_begin) {
    // 31 bits an entry and a bit a bucket: 1057 entries and one end fill a page to the last bit.
    constexpr unsigned low_bits = 30;
    PageFiller filler(low_bits);
    for (Cell cell = 0; cell < 1057; ++cell) filler.add(cell * 1'000'003 % (Cell{1} << low_bits));
    ASSERT_EQ(filler.room(), 1U);
    filler.end_buckets(1);
    Bytes page{};
    filler.take(page);
    EXPECT_TRUE(has(page, low_bits, 0));
    EXPECT_TRUE(has(page, low_bits, 1056 * 1'000'003ULL % (Cell{1} << low_bits)));
    // What would come next begins in the next page.
    EXPECT_FALSE(has(page, low_bits, Cell{1} << low_bits));
}

TEST(Page, of_nothing_but_ends_of_buckets_has_nothing) {
    const Bytes page{};
    EXPECT_FALSE(has(page, 30, 0));
    EXPECT_FALSE(has(page, 30, Cell{32'767} << 30U));
    EXPECT_FALSE(has(page, 30, Cell{40'000} << 30U));
}

TEST(Page, that_is_damaged_is_asked_without_harm) {
    std::mt19937_64 random(1);
    for (int round = 0; round < 2000; ++round) {
        // On the heap, where a sanitizer sees one byte too many.
        std::vector<unsigned char> page(page_size);
        const std::uint64_t density = random() % 4;
        for (auto& byte : page)
            byte = density == 0 ? 0xFF : static_cast<unsigned char>(random() >> density);
        const unsigned low_bits = 8 + static_cast<unsigned>(random() % 23);
        const ZeroCounts wrong{random() >> 34U};
        for (int i = 0; i < 20; ++i) {
            (void)page_has(page.data(), PageShape(low_bits), {random() % 40'000, wrong},
                           random() & ((1U << low_bits) - 1));
        }
        PageWalk walk(std::span<const unsigned char, page_size>(page.data(), page_size), low_bits,
                      0, random() % 40'000);
        std::size_t cells = 0;
        for (Cell cell = 0; walk.next(cell);) ++cells;
        EXPECT_LE(cells, page_bits / (low_bits + 1));
    }
}

}  // namespace
}  // namespace ramauth::weak_list
