// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/store/contact_index.h"

#include <gtest/gtest.h>

namespace ramd::test {
namespace {

using ramauth::UserName;

UserName user(const char* name) {
    return UserName::parse(name).value();
}

void change(ContactIndex& index, const char* was, const char* becomes, const char* name) {
    index.carry_out(index.prepare(was, becomes, user(name)));
}

TEST(ContactIndex, Tells_whose_contact_it_is_whatever_its_ASCII_case) {
    ContactIndex index;
    index.add("Ann@Example.org", user("ann"));
    index.add("bob@example.org", user("bob"));
    EXPECT_EQ(index.owner_of("ann@example.ORG"), user("ann"));
    EXPECT_EQ(index.owner_of("bob@example.org"), user("bob"));
    EXPECT_FALSE(index.owner_of("ann@example.or"));
    EXPECT_FALSE(index.owner_of("ann@example.orgs"));
}

TEST(ContactIndex, Case_beyond_ASCII_counts) {
    ContactIndex index;
    index.add("\xc3\x84nn@example.org", user("ann"));
    EXPECT_FALSE(index.owner_of("\xc3\xa4nn@example.org"));
}

TEST(ContactIndex, No_contact_is_nobodys) {
    ContactIndex index;
    index.add("", user("ann"));
    change(index, "", "", "bob");
    EXPECT_FALSE(index.owner_of(""));
}

TEST(ContactIndex, A_change_takes_the_old_one_away_and_brings_the_new_one) {
    ContactIndex index;
    change(index, "", "ann@example.org", "ann");
    EXPECT_EQ(index.owner_of("ann@example.org"), user("ann"));
    change(index, "ann@example.org", "ann@example.com", "ann");
    EXPECT_FALSE(index.owner_of("ann@example.org"));
    EXPECT_EQ(index.owner_of("ann@example.com"), user("ann"));
    change(index, "ann@example.com", "ann@example.com", "ann");
    EXPECT_EQ(index.owner_of("ann@example.com"), user("ann"));
    change(index, "ann@example.com", "", "ann");
    EXPECT_FALSE(index.owner_of("ann@example.com"));
}

TEST(ContactIndex, Of_two_who_have_the_same_the_other_is_left) {
    ContactIndex index;
    index.add("all@example.org", user("ann"));
    index.add("ALL@example.org", user("bob"));
    change(index, "all@example.org", "", "ann");
    EXPECT_EQ(index.owner_of("all@example.org"), user("bob"));
}

TEST(ContactIndex, A_user_is_forgotten_without_knowing_the_contact) {
    ContactIndex index;
    index.add("ann@example.org", user("ann"));
    index.add("bob@example.org", user("bob"));
    index.forget(user("ann"));
    EXPECT_FALSE(index.owner_of("ann@example.org"));
    EXPECT_TRUE(index.owner_of("bob@example.org"));
}

TEST(ContactIndex, What_is_prepared_and_not_carried_out_changes_nothing) {
    ContactIndex index;
    index.add("ann@example.org", user("ann"));
    (void)index.prepare("ann@example.org", "ann@example.com", user("ann"));
    EXPECT_EQ(index.owner_of("ann@example.org"), user("ann"));
    EXPECT_FALSE(index.owner_of("ann@example.com"));
}

}  // namespace
}  // namespace ramd::test
