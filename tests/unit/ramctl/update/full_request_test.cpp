// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/full_request.h"

#include <gtest/gtest.h>

#include "tests/unit/ramctl/update/stage.h"

namespace ramctl::update {
namespace {

TEST(FullRequest, is_there_from_being_left_until_it_is_taken_away) {
    const testing::Folder folder;
    const FullRequest request(folder.path());
    EXPECT_FALSE(request.is_there());
    request.leave();
    request.leave();
    EXPECT_TRUE(FullRequest(folder.path()).is_there());
    request.take_away();
    request.take_away();
    EXPECT_FALSE(request.is_there());
}

// The folder is the updater's, and root leaves the request.
TEST(FullRequest, follows_no_link) {
    const testing::Folder folder;
    const FullRequest request(folder.path());
    std::filesystem::create_symlink(folder.path() + "/victim",
                                    folder.path() + "/full-update-wanted");
    request.leave();
    EXPECT_FALSE(std::filesystem::exists(folder.path() + "/victim"));
}

TEST(FullRequest, no_folder_is_an_error_of_the_system) {
    EXPECT_THROW(FullRequest("/nonexistent").leave(), std::system_error);
}

}  // namespace
}  // namespace ramctl::update
