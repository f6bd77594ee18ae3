// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/weak_list_info.h"

#include <gtest/gtest.h>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using testing::no_weak_list;
using testing::usable_weak_list;

TEST(WeakListInfo, there_is_no_trouble_with_a_list_that_is_in_use) {
    EXPECT_EQ(weak_list_trouble(usable_weak_list()), "");
    EXPECT_EQ(weak_list_trouble({{"State", std::string("verifying")}, {"Usable", true}}), "");
}

TEST(WeakListInfo, trouble_says_what_becomes_of_passwords_and_why) {
    EXPECT_EQ(weak_list_trouble(no_weak_list()),
              "there is no weak list, no password is looked up (there is no file): see ramctl "
              "weak-list update, or build");
    EXPECT_EQ(weak_list_trouble({{"State", std::string("damaged")},
                                 {"Usable", true},
                                 {"Problem", std::string("cut short")}}),
              "the weak list is refused, the one before it is still in use (cut short)");
    EXPECT_EQ(weak_list_trouble({{"State", std::string("none")}, {"Usable", true}}),
              "the file of the weak list is gone, it is in use until ramd ends");
    EXPECT_EQ(weak_list_trouble({{"State", std::string("damaged")}, {"Usable", false}}),
              "the weak list is refused, no password is looked up");
}

// A ramd that says less, or of a later version.
TEST(WeakListInfo, what_is_not_known_is_not_taken_for_well) {
    EXPECT_NE(weak_list_trouble({}), "");
    EXPECT_NE(weak_list_trouble({{"State", std::string("resting")}}), "");
    EXPECT_EQ(weak_list_trouble({{"State", std::string("usable")},
                                 {"Usable", true},
                                 {"Problem", std::string("what was added is damaged")}}),
              "what was added is damaged");
}

TEST(WeakListInfo, a_list_in_a_line) {
    EXPECT_EQ(weak_list_cell(usable_weak_list()).text, "1,234,567 entries, of 2026-02-01");
    EXPECT_EQ(weak_list_cell(no_weak_list()).text, "none");
    EXPECT_EQ(weak_list_cell(no_weak_list()).colour, Colour::red);
    EXPECT_EQ(
        weak_list_cell(
            {{"State", std::string("damaged")}, {"Usable", true}, {"Entries", std::uint64_t{5}}})
            .text,
        "5 entries");
}

TEST(WeakListInfo, width_and_origin_in_words) {
    EXPECT_EQ(width_text(18, 65'000), "18 bits an entry: one wrong refusal in 65,000");
    EXPECT_EQ(origin_text("", ramauth::never), "-");
    EXPECT_EQ(origin_text("a corpus", ramauth::never), "a corpus");
    EXPECT_EQ(origin_text("", testing::test_now), "of 2026-03-01");
}

}  // namespace
}  // namespace ramctl
