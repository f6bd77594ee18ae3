// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/user_name.h"

#include <gtest/gtest.h>

namespace ramauth {
namespace {

TEST(UserNameTest, Names_of_accounts_are_taken_as_they_are) {
    for (const char* name : {"a", "alice", "_apt", "Alice", "a.b-c_d", "systemd-network", "r00t",
                             "1a", "a1000", "abcdefghijklmnopqrstuvwxyz012345"})
        EXPECT_EQ(UserName::parse(name).value().str(), name);
}

TEST(UserNameTest, Names_that_cannot_be_ours_are_none) {
    using namespace std::string_view_literals;
    for (const std::string_view name : {""sv,
                                        "-root"sv,
                                        ".hidden"sv,
                                        ".."sv,
                                        "."sv,
                                        "+user"sv,
                                        "a/b"sv,
                                        "/"sv,
                                        "root\n"sv,
                                        "root%s"sv,
                                        " root"sv,
                                        "root "sv,
                                        "alice@EXAMPLE"sv,
                                        "DOMAIN\\user"sv,
                                        "alice\0root"sv,
                                        "\0"sv,
                                        "alice:"sv,
                                        "1000"sv,
                                        "0"sv,
                                        "m\xc3\xbcller"sv,
                                        "\xff"sv,
                                        "a\x1b[2J"sv,
                                        "\xe2\x80\xaeroot"sv,
                                        "user$"sv,
                                        "a,b"sv,
                                        "abcdefghijklmnopqrstuvwxyz0123456"sv})
        EXPECT_FALSE(UserName::parse(name)) << name;
    EXPECT_FALSE(UserName::parse(std::string(65'535, 'a')));
}

TEST(UserNameTest, X2_uids_from_2_to_the_31st_are_no_accounts) {
    EXPECT_TRUE(valid_uid(0));
    EXPECT_TRUE(valid_uid(65'534));
    EXPECT_TRUE(valid_uid((1ULL << 31) - 1));
    for (const unsigned long long uid : {1ULL << 31, 0xFFFFFFFFULL, 1ULL << 32, ~0ULL})
        EXPECT_FALSE(valid_uid(uid)) << uid;
}

}  // namespace
}  // namespace ramauth
