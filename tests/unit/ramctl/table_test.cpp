// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace ramctl {
namespace {

std::string printed(Table table, bool colour = false) {
    std::ostringstream out;
    table.print(out, colour);
    return out.str();
}

TEST(Table, columns_are_aligned_and_no_line_ends_with_blanks) {
    Table table({"USER", "STATUS"});
    table.add({"al", "active"});
    table.add({"bernadette", "x"});
    EXPECT_EQ(printed(table),
              "USER        STATUS\n"
              "al          active\n"
              "bernadette  x\n");
}

TEST(Table, characters_are_counted_not_bytes) {
    Table table({"A", "B"});
    table.add({"äö", "1"});
    table.add({"xyz", "2"});
    EXPECT_EQ(printed(table), "A    B\näö   1\nxyz  2\n");
}

TEST(Table, colour_is_written_only_where_it_is_wanted) {
    Table table({"A"});
    table.add({{"bad", Colour::red}});
    EXPECT_EQ(printed(table), "A\nbad\n");
    EXPECT_EQ(printed(table, true), "\033[1mA\033[0m\n\033[31mbad\033[0m\n");
}

TEST(Table, foreign_text_cannot_write_to_the_terminal) {
    Table table({"FROM"});
    table.add({std::string("host\033]0;owned\007\nnext")});
    EXPECT_EQ(printed(table), "FROM\nhost?]0;owned??next\n");
}

TEST(Listing, names_are_set_flush_right) {
    Listing listing;
    listing.add("User", "alice");
    listing.add("Password", "initial");
    std::ostringstream out;
    listing.print(out, false);
    EXPECT_EQ(out.str(), "    User: alice\nPassword: initial\n");
}

TEST(Printable, control_characters_of_c1_become_one_question_mark) {
    EXPECT_EQ(printable("a\xC2\x9B"
                        "b"),
              "a?b");
    EXPECT_EQ(printable("caf\xC3\xA9 \xC2\xA0"), "caf\xC3\xA9 \xC2\xA0");
}

TEST(Printable, line_feeds_stay_where_they_are_wanted) {
    EXPECT_EQ(printable("a\nb\r"), "a?b?");
    EXPECT_EQ(printable("a\nb\r", true), "a\nb?");
}

TEST(WantsColour, only_a_terminal_that_nobody_declined) {
    EXPECT_TRUE(wants_colour(true, nullptr, "xterm"));
    EXPECT_TRUE(wants_colour(true, "", "xterm"));
    EXPECT_FALSE(wants_colour(false, nullptr, "xterm"));
    EXPECT_FALSE(wants_colour(true, "1", "xterm"));
    EXPECT_FALSE(wants_colour(true, nullptr, "dumb"));
    EXPECT_FALSE(wants_colour(true, nullptr, nullptr));
}

TEST(Table, pages_keep_the_widths_of_the_first_one_with_rows) {
    std::ostringstream out;
    Table table({"A", "B"});
    table.print_page(out, false);
    EXPECT_EQ(out.str(), "");
    table.add({"four", "x"});
    table.print_page(out, false);
    table.add({"longer", "y"});
    table.add({"z", "y"});
    table.print_page(out, false);
    table.print(out, false);
    EXPECT_EQ(out.str(),
              "A     B\n"
              "four  x\n"
              "longer  y\n"
              "z     y\n");
}

}  // namespace
}  // namespace ramctl
