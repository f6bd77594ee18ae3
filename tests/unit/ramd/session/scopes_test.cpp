// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/session/scopes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace ramd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CgroupScopesTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "cgroup-XXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        root = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(root); }
    void make(const std::string& unit, const std::string& events) const {
        const auto place = root / "user.slice/user-1001.slice" / unit;
        std::filesystem::create_directories(place);
        std::ofstream(place / "cgroup.events") << events;
    }
    static void make_hierarchy(const std::filesystem::path& at) {
        std::filesystem::create_directories(at);
        std::ofstream(at / "cgroup.controllers") << "\n";
    }

    std::filesystem::path root;
    const ramauth::Uid alice{1001};
};

TEST_F(CgroupScopesTest, names_the_scopes_of_sessions_and_says_which_hold_a_process) {
    make("session-5.scope", "populated 1\nfrozen 0\n");
    make("session-c2.scope", "populated 0\nfrozen 0\n");
    make("user@1001.service", "populated 1\n");
    make_hierarchy(root);
    CgroupScopes scopes(root);
    EXPECT_THAT(scopes.names(alice), ElementsAre("session-5.scope", "session-c2.scope"));
    EXPECT_TRUE(scopes.populated(alice, "session-5.scope"));
    EXPECT_FALSE(scopes.populated(alice, "session-c2.scope"));
    EXPECT_FALSE(scopes.populated(alice, "session-gone.scope"));
    EXPECT_THAT(scopes.names({1002}), IsEmpty());
    EXPECT_FALSE(scopes.empty(alice, "session-5.scope"));
    EXPECT_TRUE(scopes.empty(alice, "session-c2.scope"));
    EXPECT_TRUE(scopes.empty(alice, "session-gone.scope"));
}

TEST_F(CgroupScopesTest, finds_the_hierarchy_beside_version_1) {
    const auto outer = root;
    root = outer / "unified";
    make_hierarchy(root);
    make("session-5.scope", "populated 1\n");
    CgroupScopes scopes(outer);
    EXPECT_TRUE(scopes.populated(alice, "session-5.scope"));
    EXPECT_TRUE(scopes.empty(alice, "session-6.scope"));
    root = outer;
}

TEST_F(CgroupScopesTest, where_the_kernel_says_nothing_there_is_nothing) {
    CgroupScopes scopes((root / "nothing").string());
    EXPECT_THAT(scopes.names(alice), IsEmpty());
    EXPECT_FALSE(scopes.populated(alice, "session-5.scope"));
    EXPECT_FALSE(scopes.empty(alice, "session-5.scope")) << "expected: nobody knows";
}

}  // namespace
}  // namespace ramd
