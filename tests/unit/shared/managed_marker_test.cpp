// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/managed_marker.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace ramauth {
namespace {

class ManagedMarkerTest : public ::testing::Test {
protected:
    ManagedMarkerTest() {
        if (::mkdtemp(directory.data()) == nullptr) throw std::runtime_error("mkdtemp");
    }
    ~ManagedMarkerTest() override { std::filesystem::remove_all(directory); }
    [[nodiscard]] Managed look(const std::string& where) const {
        return look_for_marker(UserName::parse("alice").value(), where.c_str());
    }
    std::string directory = "/var/tmp/ramauth-test-XXXXXX";
};

TEST_F(ManagedMarkerTest, No_marker_in_a_directory_that_is_there_is_no) {
    EXPECT_EQ(look(directory), Managed::no);
}

TEST_F(ManagedMarkerTest, A_marker_means_that_ramd_must_be_asked) {
    std::ofstream(directory + "/alice").flush();
    EXPECT_EQ(look(directory), Managed::maybe);
}

TEST_F(ManagedMarkerTest, F4_without_the_directory_ramd_must_be_asked) {
    EXPECT_EQ(look(directory + "/none"), Managed::maybe);
    EXPECT_EQ(look(""), Managed::maybe);
}

TEST_F(ManagedMarkerTest, F4_a_file_or_a_link_in_the_place_of_the_directory_is_no_answer) {
    std::ofstream(directory + "/file").flush();
    EXPECT_EQ(look(directory + "/file"), Managed::maybe);
    std::filesystem::create_directory(directory + "/real");
    std::filesystem::create_symlink("real", directory + "/link");
    EXPECT_EQ(look(directory + "/link"), Managed::maybe);
}

TEST_F(ManagedMarkerTest, A_marker_that_is_a_dangling_link_counts) {
    std::filesystem::create_symlink("nowhere", directory + "/alice");
    EXPECT_EQ(look(directory), Managed::maybe);
}

}  // namespace
}  // namespace ramauth
