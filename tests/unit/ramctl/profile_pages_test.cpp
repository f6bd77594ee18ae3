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

Answer<Done> count_into(std::size_t& seen, FakeClient& client) {
    return for_each_page(client, {},
                         [&seen](const std::vector<Fields>& page) { seen += page.size(); });
}

TEST(ProfilePages, all_pages_are_fetched_by_their_markers) {
    FakeClient client;
    client.pages.push_back(ProfilePage{{profile_of("alice")}, "alice"});
    client.pages.push_back(ProfilePage{{profile_of("bob")}, "bob"});
    client.pages.push_back(ProfilePage{{profile_of("carol")}, ""});
    std::size_t seen = 0;
    EXPECT_TRUE(std::holds_alternative<Done>(count_into(seen, client)));
    EXPECT_EQ(seen, 3U);
    EXPECT_THAT(client.asked, ElementsAre("list ", "list alice", "list bob"));
}

TEST(ProfilePages, a_page_that_fails_fails_the_list) {
    FakeClient client;
    client.pages.push_back(ProfilePage{{profile_of("alice")}, "alice"});
    std::size_t seen = 0;
    EXPECT_TRUE(std::holds_alternative<NoAnswer>(count_into(seen, client)));
    EXPECT_EQ(seen, 1U);
}

TEST(ProfilePages, a_marker_that_stands_still_ends_it) {
    FakeClient client;
    client.pages.push_back(ProfilePage{{profile_of("alice")}, "alice"});
    client.pages.push_back(ProfilePage{{profile_of("alice")}, "alice"});
    std::size_t seen = 0;
    EXPECT_TRUE(std::holds_alternative<NoAnswer>(count_into(seen, client)));
    EXPECT_EQ(seen, 1U);
}

}  // namespace
}  // namespace ramctl
