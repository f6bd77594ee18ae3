// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/profile_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ramctl/fakes.h"

namespace ramctl {
namespace {

using ::testing::ElementsAre;
using testing::FakeClient;
using testing::profile_of;

TEST(ProfilePages, all_pages_are_fetched_by_their_markers) {
    FakeClient client;
    client.pages.push_back(ProfilePage{{profile_of("alice")}, "alice"});
    client.pages.push_back(ProfilePage{{profile_of("bob")}, "bob"});
    client.pages.push_back(ProfilePage{{profile_of("carol")}, ""});
    const auto all = all_profiles(client, {});
    EXPECT_EQ(std::get<std::vector<Fields>>(all).size(), 3U);
    EXPECT_THAT(client.asked, ElementsAre("list ", "list alice", "list bob"));
}

TEST(ProfilePages, a_page_that_fails_fails_the_list) {
    FakeClient client;
    client.pages.push_back(ProfilePage{{profile_of("alice")}, "alice"});
    EXPECT_TRUE(std::holds_alternative<NoAnswer>(all_profiles(client, {})));
}

TEST(ProfilePages, a_marker_that_stands_still_ends_it) {
    FakeClient client;
    client.pages.push_back(ProfilePage{{profile_of("alice")}, "alice"});
    client.pages.push_back(ProfilePage{{profile_of("alice")}, "alice"});
    EXPECT_TRUE(std::holds_alternative<NoAnswer>(all_profiles(client, {})));
}

}  // namespace
}  // namespace ramctl
