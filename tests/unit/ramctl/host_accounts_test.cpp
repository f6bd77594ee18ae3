// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/host_accounts.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ramauth::Uid;

const UserName root = *UserName::parse("root");
const UserName nobody_of_that_name = *UserName::parse("no-such-account-here");

TEST(HostAccounts, names_and_uids_are_those_of_the_host) {
    const HostAccounts accounts;
    EXPECT_EQ(accounts.uid_of(root), Uid{0});
    EXPECT_EQ(accounts.name_of(Uid{0}), "root");
    EXPECT_EQ(accounts.uid_of(nobody_of_that_name), std::nullopt);
    EXPECT_EQ(accounts.name_of(Uid{2'000'000'011}), std::nullopt);
}

TEST(HostAccounts, managed_is_who_has_a_marker) {
    const testing::TestAccounts folder;
    std::ofstream(folder.folder() + "/alice").flush();
    const HostAccounts accounts(folder.folder());
    EXPECT_TRUE(accounts.is_managed(*UserName::parse("alice")));
    EXPECT_FALSE(accounts.is_managed(*UserName::parse("bob")));
}

TEST(HostAccounts, where_there_are_no_markers_everybody_may_be_managed) {
    EXPECT_TRUE(HostAccounts("/nonexistent").is_managed(root));
}

TEST(HostAccounts, a_session_that_logind_does_not_know_has_no_user) {
    for (const char* id : {"nosuchsession", "", "../x", "a b"})
        EXPECT_EQ(HostAccounts().session_user(id), std::nullopt) << id;
}

}  // namespace
}  // namespace ramctl
